/** Where the customer writes. */

import { Icon } from "../../common/icons.js";
import { html, useCallback, useLayoutEffect, useRef, useState } from "../../common/view.js";
import { LONGEST_MESSAGE, roomLeft, toSend } from "../draft.js";
import { DropZone } from "./drop_zone.js";
import { EmojiPicker } from "./emoji_picker.js";
import { chooseFiles, FileButton, FileTray, NOTHING_CHOSEN } from "./file_tray.js";

/** @import { Keep } from "../../common/storage.js" */
/** @import { Context } from "./app.js" */

const DRAFT = "sapa.draft";

/**
 * @param {{context: Context, drafts: Keep, takesFiles: boolean, say: (send: () => void) => void}} props
 */
export function Composer({ context, drafts, takesFiles, say }) {
  const { t, chat, uploads } = context;
  const [text, setText] = useState(() => drafts.get(DRAFT) ?? "");
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const room = roomLeft(text);
  const ready = toSend(text);
  const [choice, setChoice] = useState(NOTHING_CHOSEN);
  const canSend = room >= 0 && (ready !== null || choice.chosen.length > 0);
  const addFiles = useCallback(
    (/** @type {File[]} */ files) => setChoice((old) => chooseFiles(old.chosen, files, t)),
    [t],
  );
  useGrowing(field, text);

  const removeFile = (/** @type {File} */ file) =>
    setChoice({ chosen: choice.chosen.filter((each) => each !== file), refusals: [] });
  const write = (/** @type {string} */ next) => {
    setText(next);
    drafts.set(DRAFT, next || null);
  };
  const send = () => {
    if (!canSend) return;
    say(() => {
      for (const file of choice.chosen) uploads.add(file);
      if (ready !== null) chat.say(ready);
    });
    setChoice(NOTHING_CHOSEN);
    write("");
    field.current?.focus();
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const onInput = (/** @type {InputEvent} */ event) => {
    write(/** @type {HTMLTextAreaElement} */ (event.target).value);
    chat.typing();
  };
  const onPaste = (/** @type {ClipboardEvent} */ event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || !takesFiles) return;
    event.preventDefault(); // a picture copied from a page brings its address along as text
    addFiles(files);
  };
  const insert = (/** @type {string} */ emoji) => {
    const at = field.current?.selectionStart ?? text.length;
    write(text.slice(0, at) + emoji + text.slice(at));
    field.current?.focus();
  };

  return html`<form class="composer" onSubmit=${(/** @type {Event} */ event) => (event.preventDefault(), send())}>
    ${takesFiles && html`<${FileTray} ...${{ context, choice, onRemove: removeFile }} />`}
    ${takesFiles && html`<${DropZone} t=${t} onFiles=${addFiles} />`}
    <div class="composer-box">
      <textarea ref=${field} rows="1" value=${text} dir="auto" enterkeyhint="send" aria-label=${t("composer.label")}
        placeholder=${t("composer.placeholder")} aria-describedby="room" aria-invalid=${String(room < 0)}
        onInput=${onInput} onKeyDown=${onKeyDown} onPaste=${onPaste}></textarea>
      ${takesFiles && html`<${FileButton} t=${t} onFiles=${addFiles} />`}
      <${EmojiPicker} t=${t} onPick=${insert} />
      <button class="icon-button send" type="submit" aria-label=${t("composer.send")} disabled=${!canSend}>
        <${Icon} name="send" />
      </button>
    </div>
    <p class=${room < 0 ? "room over" : "room"} id="room" aria-live="polite">${describeRoom(room, context)}</p>
  </form>`;
}

/**
 * @param {number} room
 * @param {Context} context
 */
function describeRoom(room, { t, format }) {
  if (room < 0) return t("composer.over", { count: -room, shown: format.number(-room) });
  return room <= LONGEST_MESSAGE / 10 ? t("composer.left", { count: room, shown: format.number(room) }) : "";
}

/**
 * Lets the field grow with its text; the style sheet sets the limit and does it alone where the browser can.
 * @param {{current: HTMLTextAreaElement | null}} field
 * @param {string} text
 */
function useGrowing(field, text) {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports("field-sizing", "content")) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
}
