/** One photo, as large as the panel. */

import { keepTabInside } from "../../common/focus.js";
import { Icon } from "../../common/icons.js";
import { html, useEffect, useRef } from "../../common/view.js";
import { IconButton } from "./icon_button.js";

/** @import { Translate } from "../texts.js" */

/** @typedef {{address: string, name: string}} ShownPicture */

/** @param {{t: Translate, picture: ShownPicture, onClose: () => void}} props */
export function PictureViewer({ t, picture, onClose }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    box.current?.querySelector("button")?.focus();
    return () => before?.focus();
  }, []);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    if (box.current) keepTabInside(event, box.current);
  };
  return html`<div class="viewer" ref=${box} role="dialog" aria-modal="true" aria-label=${picture.name}
    onKeyDown=${onKeyDown}>
    <div class="viewer-head">
      <${IconButton} icon="close" label=${t("files.close")} onClick=${onClose} />
      <a class="icon-button" href=${picture.address} download=${picture.name}
        aria-label=${t("files.save", { name: picture.name })}>
        <${Icon} name="download" />
      </a>
    </div>
    <img src=${picture.address} alt=${picture.name} />
  </div>`;
}
