/** Takes files dropped anywhere on the panel. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useState } from "../../common/view.js";

/** @param {{t: import("../texts.js").Translate, onFiles: (files: File[]) => void}} props */
export function DropZone({ t, onFiles }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
    const onOver = (/** @type {DragEvent} */ event) => {
      if (!hasFiles(event)) return;
      event.preventDefault(); // otherwise the browser leaves the page for the file
      setOver(true);
    };
    const onLeave = (/** @type {DragEvent} */ event) => void (event.relatedTarget === null && setOver(false));
    const onDrop = (/** @type {DragEvent} */ event) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener("dragover", onOver);
    document.addEventListener("dragleave", onLeave);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("dragover", onOver);
      document.removeEventListener("dragleave", onLeave);
      document.removeEventListener("drop", onDrop);
    };
  }, [onFiles]);
  return isOver && html`<div class="drop" aria-hidden="true"><${Icon} name="file" size=${36} />${t("files.drop")}</div>`;
}
