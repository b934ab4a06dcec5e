/**
 * Sapa on any web page: <script src="https://…/widget.js" data-lang="id" defer></script>
 *
 * Draws the round button at once and loads the chat itself, in a frame of Sapa's own origin, when it is wanted.
 * Everything stands in a shadow tree, so styles leak neither way; styles are set through the CSSOM, so a host page
 * needs no 'unsafe-inline'. The page's global scope gets one name, `Sapa`; its storage gets `sapa.active` and
 * `sapa.open`. Described in docs/widget.md.
 *
 * A classic script on purpose: `document.currentScript` finds the tag, and old pages need no type="module".
 */
(() => {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if ("Sapa" in window || !script) return; // the tag stands twice
  const home = new URL(script.src).origin;

  const TEXTS = {
    id: {
      open: "Buka chat",
      close: "Tutup chat",
      unread: (/** @type {number} */ count) => `Buka chat, ${count} pesan belum dibaca`,
      frame: "Chat layanan pelanggan",
      failed: "Chat belum bisa dimuat. Mohon periksa koneksi internet, lalu coba lagi.",
      retry: "Coba lagi",
      loading: "Memuat chat…",
    },
    en: {
      open: "Open chat",
      close: "Close chat",
      unread: (/** @type {number} */ count) => `Open chat, ${count} unread ${count === 1 ? "message" : "messages"}`,
      frame: "Customer service chat",
      failed: "The chat could not be loaded. Please check your internet connection and try again.",
      retry: "Try again",
      loading: "Loading chat…",
    },
  };

  const FONT = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
  /** Milliseconds the frame may take to report before the customer is told. */
  const LOAD_TIMEOUT = 15_000;
  /** Milliseconds after which a conversation of an earlier visit is no longer loaded unasked. */
  const ACTIVE_FOR = 7 * 86_400_000;

  const data = script.dataset;
  const texts = TEXTS[pageLang() === "en" ? "en" : "id"];
  const phone = matchMedia("(max-width: 480px), (max-height: 480px) and (pointer: coarse)");
  const root = buildRoot();
  const button = buildButton();
  const panel = buildPanel();

  let isOpen = false;
  let isReady = false;
  let unread = 0;
  let inTitle = false;
  /** The page's title, and what we made of it while it is marked. */
  let title = { plain: "", ours: /** @type {string | null} */ (null) };
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  /** @type {object[]} what the frame is told once it listens */
  let unsent = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let loadTimer;
  /** @type {Map<string, Set<(detail: unknown) => void>>} */
  const listeners = new Map();

  /** The language to label the button in: the tag's wish, the page's, the browser's. */
  function pageLang() {
    const wishes = [data.lang, document.documentElement.lang, ...navigator.languages];
    return (
      wishes.map((wish) => (wish ?? "").slice(0, 2).toLowerCase()).find((code) => code === "id" || code === "en") ??
      "id"
    );
  }

  // ---- what stands on the page ----

  function buildRoot() {
    const host = document.createElement("div");
    host.id = "sapa-widget";
    host.style.setProperty("all", "initial", "important"); // inline and important: no rule of the page is stronger
    host.style.setProperty("display", "block", "important");
    host.style.setProperty("position", "fixed", "important");
    host.style.setProperty("z-index", "2147483000", "important");
    host.style.setProperty("inset", "auto 0 0 auto", "important");
    document.documentElement.append(host); // not in the body, which frameworks replace
    if ("popover" in host) {
      host.popover = "manual";
      host.showPopover(); // in the top layer no transform, filter or z-index of the page reaches it
    }
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles());
    shadow.adoptedStyleSheets = [sheet];
    return shadow;
  }

  function styles() {
    const accent = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(data.color ?? "") ? data.color : "#0c6b66";
    const side = data.position === "left" ? "left" : "right";
    return `
      :host { --accent: ${accent}; --ink: ${inkOn(/** @type {string} */ (accent))}; }
      * { box-sizing: border-box; }
      button, .note { font: 400 15px/1.5 ${FONT}; }
      button { font-weight: 600; cursor: pointer; }
      button:focus-visible { outline: 3px solid #0b63c4; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
      .button {
        position: fixed; bottom: max(20px, env(safe-area-inset-bottom)); ${side}: 20px;
        width: 60px; height: 60px; padding: 0;
        display: grid; place-items: center; border: 0; border-radius: 50%; background: var(--accent); color: var(--ink);
        box-shadow: 0 6px 20px rgb(16 32 40 / .28), 0 2px 6px rgb(16 32 40 / .18); transition: transform .16s ease-out;
      }
      .button:hover { transform: scale(1.05); }
      .button svg { grid-area: 1 / 1; width: 32px; height: 32px; transition: opacity .16s, transform .16s; }
      .button .down, .button.open .chat { opacity: 0; transform: rotate(-30deg) scale(.6); }
      .button.open .down { opacity: 1; transform: none; }
      .count {
        position: absolute; top: -3px; right: -3px; min-width: 23px; height: 23px; padding: 0 6px;
        border: 2px solid #fff; border-radius: 12px;
        background: #c2261c; color: #fff; font-size: 12px; line-height: 19px; text-align: center;
      }
      .count[hidden] { display: none; }
      ${panelStyles(side)}
      @media (prefers-reduced-motion: reduce) {
        * { transition: none !important; }
        .spinner { animation-duration: 4s; }
      }
      @media print { :host { display: none !important; } }
    `;
  }

  /** @param {"left" | "right"} side */
  function panelStyles(side) {
    return `
      .panel {
        position: fixed; bottom: calc(max(20px, env(safe-area-inset-bottom)) + 74px); ${side}: 20px; width: 400px;
        height: min(700px, calc(100vh - 114px)); height: min(700px, calc(100dvh - 114px));
        max-width: calc(100vw - 40px);
        overflow: hidden; border-radius: 18px; background: #fff; color: #14212a;
        box-shadow: 0 18px 48px rgb(16 32 40 / .24), 0 4px 12px rgb(16 32 40 / .12);
        transform-origin: bottom ${side}; transition: opacity .16s ease-out, transform .16s ease-out, visibility .16s;
      }
      .panel:not(.open) { visibility: hidden; opacity: 0; transform: translateY(12px) scale(.97);
        pointer-events: none; }
      .panel iframe { display: block; width: 100%; height: 100%; border: 0; }
      .panel .note { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center;
        gap: 16px; padding: 32px;
        text-align: center; }
      .panel .note[hidden] { display: none; }
      .note button { min-height: 44px; padding: 8px 18px; border: 0; border-radius: 12px; background: var(--accent);
        color: var(--ink); }
      .spinner { width: 30px; height: 30px; border: 3px solid #8a979f; border-top-color: transparent;
        border-radius: 50%; animation: turn 1s linear infinite; }
      @keyframes turn { to { transform: rotate(1turn); } }
      .phone .panel { inset: 0; width: 100%; max-width: none; height: 100%; border-radius: 0; }
      .phone .button.open { display: none; }
      @media ${data.theme === "dark" ? "all" : data.theme === "light" ? "not all" : "(prefers-color-scheme: dark)"} {
        .panel { background: #151c20; color: #e9eff1; }
      }
    `;
  }

  /** White on dark colours, near-black on light ones. @param {string} color */
  function inkOn(color) {
    const hex = color.length === 4 ? color.replace(/[0-9a-f]/gi, "$&$&") : color;
    const [r, g, b] = [1, 3, 5].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.19 ? "#111820" : "#ffffff"; // where both contrasts are equal
  }

  function buildButton() {
    const place = document.createElement("aside");
    place.setAttribute("aria-label", texts.frame);
    const element = document.createElement("button");
    element.type = "button";
    element.className = "button";
    element.setAttribute("aria-label", texts.open);
    element.setAttribute("aria-expanded", "false");
    const count = document.createElement("span");
    count.className = "count";
    count.hidden = true;
    element.append(
      drawIcon(
        "chat",
        "M4.5 18.8V8a3 3 0 0 1 3-3h9a3 3 0 0 1 3 3v5.5a3 3 0 0 1-3 3H8.2zM9 10.8h.01M12 10.8h.01M15 10.8h.01",
      ),
      drawIcon("down", "M5.5 9l6.5 6.5L18.5 9"),
      count,
    );
    element.addEventListener("click", () => (isOpen ? close() : open()));
    element.addEventListener("pointerenter", load, { once: true }); // half a second earlier than the click
    place.append(element);
    root.append(place);
    return { place, element, count };
  }

  /**
   * @param {string} name
   * @param {string} path
   */
  function drawIcon(name, path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const look = {
      d: path,
      fill: "none",
      stroke: "currentColor",
      "stroke-width": "1.8",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    };
    for (const [attribute, value] of Object.entries(look)) line.setAttribute(attribute, value);
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("class", name);
    svg.setAttribute("aria-hidden", "true");
    svg.append(line);
    return svg;
  }

  function buildPanel() {
    const element = document.createElement("div");
    element.className = "panel";
    element.inert = true;
    const note = document.createElement("div");
    note.className = "note";
    element.append(note);
    button.place.prepend(element); // before the button: Tab goes from the panel to it
    return { element, note };
  }

  // ---- loading the chat ----

  function load() {
    if (frame) return;
    showNote(texts.loading, false);
    frame = document.createElement("iframe");
    frame.title = texts.frame;
    frame.allow = "clipboard-write; autoplay";
    frame.src = frameAddress();
    panel.element.append(frame);
    loadTimer = setTimeout(() => showNote(texts.failed, true), LOAD_TIMEOUT);
  }

  function frameAddress() {
    const wishes = new URLSearchParams({ origin: location.origin, page_lang: document.documentElement.lang });
    for (const name of ["lang", "title", "greeting", "color", "logo", "theme"])
      if (data[name]) wishes.set(name, data[name]);
    if (data.privacyUrl) wishes.set("privacy", new URL(data.privacyUrl, document.baseURI).href);
    return `${home}/widget/#${wishes}`;
  }

  /**
   * @param {string} text
   * @param {boolean} canRetry
   */
  function showNote(text, canRetry) {
    const line = document.createElement("div");
    line.textContent = text;
    line.setAttribute("role", canRetry ? "alert" : "status");
    const below = document.createElement(canRetry ? "button" : "div");
    below.className = canRetry ? "" : "spinner";
    below.textContent = canRetry ? texts.retry : "";
    if (canRetry) below.addEventListener("click", reload);
    panel.note.replaceChildren(line, below);
    panel.note.hidden = false;
    if (canRetry && frame) frame.hidden = true;
  }

  function reload() {
    frame?.remove();
    frame = null;
    load();
  }

  function ready() {
    clearTimeout(loadTimer);
    isReady = true;
    if (frame) frame.hidden = false;
    panel.note.hidden = true;
    for (const message of unsent) tell(message);
    unsent = [];
    if (isOpen) frame?.focus();
  }

  // ---- talking with the frame: only with it, only with its origin ----

  /** @param {object} message */
  function tell(message) {
    if (!isReady) return void unsent.push(message);
    frame?.contentWindow?.postMessage({ sapa: 1, ...message }, home);
  }

  window.addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home || event.data?.sapa !== 1) return;
    const { type, count, name, detail } = event.data;
    if (type === "ready") ready();
    if (type === "close") hide();
    if (type === "active") keep("localStorage", "sapa.active", String(Date.now()));
    if (type === "inactive") keep("localStorage", "sapa.active", null);
    if (type === "unread" && Number.isInteger(count)) showUnread(count, event.data.inTitle === true);
    if (type === "event" && (name === "message" || name === "state" || name === "error")) emit(name, detail);
  });

  // ---- opening and closing ----

  function open() {
    load();
    if (isOpen) return;
    isOpen = true;
    keep("sessionStorage", "sapa.open", "1");
    layOut();
    tell({ type: "open" });
    if (isReady) frame?.focus();
    emit("open", {});
  }

  function close() {
    if (!isOpen) return;
    tell({ type: "close" });
    hide();
  }

  function hide() {
    if (!isOpen) return;
    isOpen = false;
    keep("sessionStorage", "sapa.open", null);
    layOut();
    button.element.focus({ preventScroll: true });
    emit("close", {});
  }

  /** Shows what is so: open or not, phone or not. */
  function layOut() {
    button.place.classList.toggle("phone", phone.matches);
    button.element.classList.toggle("open", isOpen);
    button.element.setAttribute("aria-expanded", String(isOpen));
    panel.element.classList.toggle("open", isOpen);
    panel.element.inert = !isOpen;
    holdPage(isOpen && phone.matches);
    fitKeyboard();
    label();
  }

  /** Keeps the page behind a full-screen chat from scrolling. @param {boolean} hold */
  function holdPage(hold) {
    const { style } = document.documentElement;
    if (hold) style.setProperty("overflow", "hidden", "important");
    else style.removeProperty("overflow");
  }

  /**
   * On a phone the panel is what the keyboard leaves: iOS lays the keyboard over the page instead of making it
   * smaller.
   */
  function fitKeyboard() {
    const { style } = panel.element;
    const seen = window.visualViewport;
    const full = isOpen && phone.matches && seen && seen.scale === 1;
    style.height = full ? `${seen.height}px` : "";
    style.top = full ? `${seen.offsetTop}px` : "";
    style.bottom = full ? "auto" : "";
  }

  // ---- unread ----

  /**
   * @param {number} count
   * @param {boolean} alsoInTitle
   */
  function showUnread(count, alsoInTitle) {
    if (count !== unread) emit("unread", { count });
    unread = count;
    inTitle = alsoInTitle;
    label();
    markTitle();
  }

  function label() {
    button.count.hidden = unread === 0 || isOpen;
    button.count.textContent = unread > 99 ? "99+" : String(unread);
    button.element.setAttribute("aria-label", isOpen ? texts.close : unread > 0 ? texts.unread(unread) : texts.open);
  }

  /** Puts the number before the page's title while nobody looks, and takes it away again. */
  function markTitle() {
    const plain = document.title === title.ours ? title.plain : document.title;
    const wanted = inTitle && unread > 0 && document.hidden;
    if (!wanted && document.title !== title.ours) return;
    title = { plain, ours: wanted ? `(${unread}) ${plain}` : null };
    document.title = title.ours ?? plain;
  }

  // ---- what the page may use ----

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  function emit(name, detail) {
    for (const listener of listeners.get(name) ?? []) listener(detail);
  }

  /**
   * Values in the page's own storage, where it is allowed.
   * @param {"localStorage" | "sessionStorage"} where
   * @param {string} key
   * @param {string | null} [value] null removes, nothing reads
   */
  function keep(where, key, value) {
    try {
      if (value === undefined) return window[where].getItem(key);
      if (value === null) window[where].removeItem(key);
      else window[where].setItem(key, value);
    } catch {
      // no storage: the chat is just not remembered on the next page
    }
    return null;
  }

  Object.defineProperty(window, "Sapa", {
    value: Object.freeze({
      open,
      close,
      /** @param {string} token signed by your server, see docs/widget.md */
      identify(token) {
        if (typeof token !== "string" || !token)
          throw new TypeError("Sapa.identify takes the token that your server signed.");
        load();
        tell({ type: "identify", token });
      },
      /**
       * Calls the listener on `open`, `close`, `unread`, `message`, `state` or `error`; gives back what ends it.
       * @param {string} name
       * @param {(detail: any) => void} listener
       */
      on(name, listener) {
        const all = listeners.get(name) ?? new Set();
        listeners.set(name, all.add(listener));
        return () => void all.delete(listener);
      },
    }),
  });

  phone.addEventListener("change", layOut);
  window.visualViewport?.addEventListener("resize", fitKeyboard);
  window.visualViewport?.addEventListener("scroll", fitKeyboard);
  document.addEventListener("visibilitychange", markTitle);
  layOut();
  const isActive = Date.now() - Number(keep("localStorage", "sapa.active") ?? 0) < ACTIVE_FOR;
  if (keep("sessionStorage", "sapa.open") && !phone.matches)
    open(); // the customer went on to another page
  // News of a running conversation show as a number.
  else if (isActive) (window.requestIdleCallback ?? setTimeout)(load);
})();
