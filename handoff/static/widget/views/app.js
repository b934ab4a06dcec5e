/** The whole panel: puts the views together and shows what went wrong if one of them breaks. */

import { createFormatter } from "../../common/format.js";
import { keepTabInside } from "../../common/focus.js";
import { createTranslator } from "../../common/i18n.js";
import { html, useEffect, useErrorBoundary, useMemo, useRef, useState, useStore } from "../../common/view.js";
import { TEXTS } from "../texts.js";
import { Announcer } from "./announcer.js";
import { Banners } from "./banners.js";
import { CallBack } from "./call_back.js";
import { Composer } from "./composer.js";
import { Confirm } from "./confirm.js";
import { Ended } from "./ended.js";
import { Header } from "./header.js";
import { MessageList } from "./message_list.js";
import { PictureViewer } from "./picture_viewer.js";
import { downloadTranscript } from "./download.js";

/** @import { Clock } from "../../common/clock.js" */
/** @import { Formatter } from "../../common/format.js" */
/** @import { Lang } from "../../common/i18n.js" */
/** @import { Keep } from "../../common/storage.js" */
/** @import { Store } from "../../common/store.js" */
/** @import { Attachments } from "../attachments.js" */
/** @import { Chat } from "../chat.js" */
/** @import { Conversation } from "../conversation.js" */
/** @import { Options } from "../options.js" */
/** @import { Settings } from "../settings.js" */
/** @import { Translate } from "../texts.js" */
/** @import { Uploads } from "../uploads.js" */
/** @import { ShownPicture } from "./picture_viewer.js" */

/**
 * What every view may need.
 * @typedef {object} Context
 * @property {Translate} t
 * @property {Formatter} format
 * @property {Clock} clock
 * @property {Chat} chat
 * @property {Uploads} uploads
 * @property {Attachments} attachments
 * @property {(picture: ShownPicture) => void} showPicture
 * @property {Options} options
 * @property {string} title of the company's service
 */

/**
 * @typedef {object} AppProps
 * @property {Store<Conversation, any>} store
 * @property {Store<Settings, any>} settings
 * @property {Chat} chat
 * @property {Uploads} uploads
 * @property {Attachments} attachments
 * @property {Options} options
 * @property {(change: Partial<Settings>) => void} change
 * @property {() => void} close
 * @property {() => void} forget
 * @property {boolean} isEmbedded
 * @property {Keep} drafts
 * @property {Clock} clock
 */

/** @typedef {"leave" | "fresh" | "forget"} Question what is asked again before it is done */

/** @param {AppProps} props */
export function App(props) {
  const { lang } = useStore(props.settings);
  const [broken] = useErrorBoundary();
  const t = useMemo(() => /** @type {Translate} */ (createTranslator(TEXTS, lang)), [lang]);
  const title = props.options.title ?? t("title");
  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = title;
  }, [lang, title]);
  if (broken) return html`<${Crash} t=${t} />`;
  return html`<${Panel} ...${props} t=${t} title=${title} lang=${lang} />`;
}

/** @param {AppProps & {t: Translate, title: string, lang: Lang}} props */
function Panel({
  store,
  settings,
  chat,
  uploads,
  attachments,
  options,
  change,
  close,
  forget,
  isEmbedded,
  drafts,
  clock,
  t,
  title,
  lang,
}) {
  const state = useStore(store);
  const { open, sound, consented } = useStore(settings);
  const [question, ask] = useState(/** @type {Question | null} */ (null));
  const [isCalling, setCalling] = useState(false);
  const [picture, showPicture] = useState(/** @type {ShownPicture | null} */ (null));
  const panel = useRef(/** @type {HTMLElement | null} */ (null));
  const format = useMemo(() => createFormatter(lang), [lang]);
  /** @type {Context} */
  const context = { t, format, clock, chat, uploads, attachments, showPicture, options, title };
  useFocusOnOpen(open, panel);

  /** @type {Record<Question, () => void>} */
  const answers = { leave: () => chat.leave(), fresh: () => chat.startAnew(), forget };
  const actions = {
    ask,
    close,
    changeLang: (/** @type {Lang} */ to) => change({ lang: to }),
    toggleSound: () => change({ sound: !sound }),
    download: () => downloadTranscript(state.messages, context),
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && isEmbedded && !event.defaultPrevented) close();
    if (isEmbedded && panel.current) keepTabInside(event, panel.current);
  };
  const say = (/** @type {() => void} */ send) => {
    if (!consented) change({ consented: true });
    send();
  };

  return html`<main class="panel" ref=${panel} onKeyDown=${onKeyDown} aria-label=${title}>
    <${Header} ...${{ context, state, lang, sound, isEmbedded, actions }} />
    <${Banners} ...${{ context, state, ask, onCallBack: () => setCalling(true) }} />
    <${MessageList} ...${{ context, state, consented, say }} />
    ${state.standing.state === "closed" && state.outbox.length + state.files.length === 0 &&
      html`<${Ended} ...${{ context, state, actions }} />`}
    <${Composer} ...${{ context, drafts, takesFiles: state.uploads, say }} />
    ${picture && html`<${PictureViewer} ...${{ t, picture, onClose: () => showPicture(null) }} />`}
    ${isCalling && html`<${CallBack} ...${{ context, state, onClose: () => setCalling(false) }} />`}
    ${question && html`<${Confirm} ...${{ context, question, onYes: answers[question], onClose: () => ask(null) }} />`}
    <${Announcer} ...${{ context, state }} />
  </main>`;
}

/**
 * Puts the focus where writing begins; on touch screens on the title, so that the keyboard does not jump up unasked.
 * @param {boolean} open
 * @param {{current: HTMLElement | null}} panel
 */
function useFocusOnOpen(open, panel) {
  useEffect(() => {
    if (!open) return;
    const isTouch = matchMedia("(pointer: coarse)").matches;
    const target = panel.current?.querySelector(isTouch ? "h1" : "textarea");
    /** @type {HTMLElement | null | undefined} */ (target)?.focus({ preventScroll: true });
  }, [open]);
}

/** @param {{t: Translate}} props */
function Crash({ t }) {
  return html`<main class="panel crash" role="alert">
    <p>${t("crash.text")}</p>
    <button class="button" onClick=${() => location.reload()}>${t("crash.reload")}</button>
  </main>`;
}
