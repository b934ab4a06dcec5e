/** Takes files dropped anywhere on the panel. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useState } from "../../common/view.js";

/** @import { Translate } from "../texts.js" */

/** Milliseconds: browsers repeat `dragover` at least every 350; without it the drag is over, however it ended. */
const OVER_LASTS = 700;

/** @param {{t: Translate, onFiles: (files: File[]) => void}} props */
export function DropZone({ t, onFiles }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
    const onOver = (/** @type {DragEvent} */ event) => {
      if (!hasFiles(event)) return;
      event.preventDefault(); // otherwise the browser leaves the page for the file
      setOver(true);
      clearTimeout(timer);
      timer = setTimeout(() => setOver(false), OVER_LASTS);
    };
    const onDrop = (/** @type {DragEvent} */ event) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener("dragover", onOver);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("dragover", onOver);
      clearTimeout(timer);
      document.removeEventListener("drop", onDrop);
    };
  }, [onFiles]);
  return (
    isOver && html`<div class="drop" aria-hidden="true"><${Icon} name="file" size=${36} />${t("files.drop")}</div>`
  );
}
