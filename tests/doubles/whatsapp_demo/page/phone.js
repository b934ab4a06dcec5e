/** The phone: shows what the double says is on it, and sends what its owner does. */

const chat = /** @type {HTMLElement} */ (document.getElementById("chat"));
const writer = /** @type {HTMLFormElement} */ (document.getElementById("writer"));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
const sheet = /** @type {HTMLDialogElement} */ (document.getElementById("sheet"));
const RETRY = 1000;
const TICKS = { sent: "M4 12.5l4.5 4.5L18 7.5", delivered: "M1 12.5l4.5 4.5L15 7.5M9.5 16l1.2 1L21 7.5", read: "M1 12.5l4.5 4.5L15 7.5M9.5 16l1.2 1L21 7.5" };
const SAID = { sent: "terkirim", delivered: "sampai", read: "dibaca" };

let person = location.hash.slice(1) || "bambang";
/** @type {WebSocket | null} */
let socket = null;
/** @type {Map<string, string>} what each bubble shows, so that only what has changed is drawn anew */
const drawn = new Map();

function connect() {
  const mine = new WebSocket(`${location.origin.replace("http", "ws")}/phones/${person}/ws`);
  socket = mine;
  mine.onmessage = (event) => mine === socket && show(JSON.parse(event.data));
  mine.onopen = () => (byId("link").hidden = true);
  mine.onclose = () => {
    if (mine !== socket) return;
    byId("link").hidden = false;
    setTimeout(connect, RETRY);
  };
}

/** @param {object} frame */
function send(frame) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

/** @param {any} phone */
function show(phone) {
  byId("who").textContent = phone.name;
  byId("status").textContent = phone.typing ? "sedang mengetik…" : "akun bisnis";
  for (const box of document.querySelectorAll("[data-weather]")) box.checked = phone.weather[box.dataset.weather];
  const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  if (chat.children.length === 0) chat.append(make("li", "note", "Pesan ke akun bisnis ini dijawab oleh Sapa."));
  chat.querySelector(".typing")?.remove();
  phone.bubbles.forEach((bubble, index) => place(bubble, index + 1));
  if (phone.typing) chat.append(dots());
  if (atEnd) chat.scrollTop = chat.scrollHeight;
}

/**
 * @param {any} bubble
 * @param {number} index
 */
function place(bubble, index) {
  const now = JSON.stringify(bubble);
  const old = chat.querySelector(`[data-id="${CSS.escape(bubble.id)}"]`);
  const item = old && drawn.get(bubble.id) === now ? old : draw(bubble);
  drawn.set(bubble.id, now);
  if (old && old !== item) {
    item.style.animation = "none";
    old.replaceWith(item);
  }
  if (chat.children[index] !== item) chat.insertBefore(item, chat.children[index] ?? null);
}

/** @param {any} bubble */
function draw(bubble) {
  const item = make("li", `bubble ${bubble.from} ${bubble.reaction ? "reacted" : ""}`);
  item.dataset.id = bubble.id;
  item.dataset.test = "bubble";
  item.dataset.from = bubble.from;
  const media = bubble.media && drawMedia(bubble);
  if (media) item.append(media);
  if (bubble.text) item.append(formatted(bubble.text));
  item.append(meta(bubble));
  if (bubble.choices.length > 0) item.append(choices(bubble));
  if (bubble.reaction) item.append(make("span", "reaction", bubble.reaction));
  if (bubble.from === "them") item.append(reactButton(bubble));
  return item;
}

/** @param {any} bubble */
function drawMedia(bubble) {
  const address = `/phones/media/${bubble.media}`;
  if (bubble.kind === "image") return Object.assign(document.createElement("img"), { src: address, alt: "Foto", onload: toEnd });
  if (bubble.kind === "audio") return Object.assign(document.createElement("audio"), { src: address, controls: true });
  const link = make("a", "doc");
  link.append(icon("M13.5 3.5H6.5v17h11v-13zM13.5 3.5v4h4"), bubble.file ?? "Dokumen");
  return Object.assign(link, { href: address, target: "_blank", rel: "noopener" });
}

/** WhatsApp's *bold* is shown, nothing else is read into a text. @param {string} words */
function formatted(words) {
  const paragraph = make("p", "");
  for (const piece of words.split(/(\*[^*\n]+\*)/)) {
    paragraph.append(/^\*[^*\n]+\*$/.test(piece) ? make("b", "", piece.slice(1, -1)) : piece);
  }
  return paragraph;
}

/** @param {any} bubble */
function meta(bubble) {
  const line = make("span", "meta");
  if (bubble.template) line.append(make("span", "template", "templat"));
  line.append(new Date(bubble.at).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" }));
  if (bubble.ticks) {
    const ticks = make("span", `ticks ${bubble.ticks}`);
    ticks.dataset.test = "ticks";
    ticks.append(icon(TICKS[bubble.ticks]), make("span", "visually-hidden", SAID[bubble.ticks]));
    line.append(ticks);
  }
  return line;
}

/** @param {any} bubble */
function choices(bubble) {
  const box = make("div", "choices");
  if (bubble.as === "list") {
    box.append(button(`☰ ${bubble.open}`, () => openSheet(bubble.open, bubble.choices.map((each) => [each.title, () => choose(bubble, each)]))));
  } else {
    for (const each of bubble.choices) box.append(button(each.title, () => choose(bubble, each)));
  }
  return box;
}

function choose(bubble, choice) {
  send({ type: "choose", message: bubble.id, choice: choice.id });
}

/** @param {any} bubble */
function reactButton(bubble) {
  const react = button("☺", () =>
    openSheet("Beri tanggapan", ["👍", "❤️", "🙏", "😢"].map((emoji) => [emoji, () => send({ type: "react", message: bubble.id, emoji })])));
  react.className = "react";
  react.setAttribute("aria-label", "Beri tanggapan");
  return react;
}

/**
 * @param {string} title
 * @param {[string, () => void][]} rows
 */
function openSheet(title, rows) {
  const box = make("div", "rows");
  for (const [words, act] of rows) box.append(button(words, () => (sheet.close(), act())));
  const cancel = button("Batal", () => sheet.close());
  cancel.className = "cancel";
  sheet.replaceChildren(make("h3", "", title), box, cancel);
  sheet.showModal();
}

function dots() {
  const item = make("li", "typing");
  item.setAttribute("aria-label", "sedang mengetik");
  item.append(make("i"), make("i"), make("i"));
  return item;
}

/**
 * @param {string} tag
 * @param {string} [kind]
 * @param {string} [words]
 */
function make(tag, kind = "", words = "") {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  if (words) element.textContent = words;
  return element;
}

function button(words, act) {
  return Object.assign(make("button", "", words), { type: "button", onclick: act });
}

/** @param {string} path */
function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(Object.assign(document.createElementNS("http://www.w3.org/2000/svg", "path")));
  svg.firstElementChild?.setAttribute("d", path);
  return svg;
}

function toEnd() {
  chat.scrollTop = chat.scrollHeight;
}

function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
  const has = text.value.trim() !== "";
  writer.classList.toggle("has-text", has);
  byId("send").setAttribute("aria-label", has ? "Kirim" : "Kirim voice note contoh");
}

function submit() {
  const words = text.value.trim();
  send(words ? { type: "say", text: words } : { type: "voice" });
  text.value = "";
  grow();
  toEnd();
}

/** @param {string} next */
function hold(next) {
  person = next;
  history.replaceState(null, "", `#${next}`);
  for (const each of document.querySelectorAll("[data-person]")) each.setAttribute("aria-checked", String(each.dataset.person === next));
  drawn.clear();
  chat.replaceChildren();
  socket?.close();
  connect();
}

async function upload(event) {
  const field = event.target;
  const form = new FormData();
  form.append("file", field.files[0]);
  field.value = "";
  await fetch(`/phones/${person}/files`, { method: "POST", body: form });
}

writer.addEventListener("submit", (event) => (event.preventDefault(), submit()));
text.addEventListener("input", grow);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) (event.preventDefault(), text.value.trim() && submit());
});
byId("file").addEventListener("change", upload);
byId("to-chat").addEventListener("click", () => document.body.classList.remove("show-about"));
byId("back").addEventListener("click", () => document.body.classList.toggle("show-about"));
document.querySelectorAll("[data-person]").forEach((each) =>
  each.addEventListener("click", () => (hold(each.dataset.person), document.body.classList.remove("show-about"))));
document.querySelectorAll("[data-weather]").forEach((each) =>
  each.addEventListener("change", () => send({ type: "weather", name: each.dataset.weather, on: each.checked })));
document.querySelectorAll("#tries button").forEach((each) =>
  each.addEventListener("click", () => {
    send({ type: "say", text: each.textContent });
    document.body.classList.remove("show-about");
  }));
hold(person);
