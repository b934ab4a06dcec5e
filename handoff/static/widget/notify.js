/** Follows the conversation for those who are not looking at it: unread count, sound, events for the host page. */

import { playSound } from "./sound.js";
import { countUnread } from "./unread.js";

/**
 * @param {object} parts
 * @param {import("../common/store.js").Store<import("./conversation.js").Conversation, any>} parts.store
 * @param {import("../common/store.js").Store<import("./settings.js").Settings, Partial<import("./settings.js").Settings>>} parts.settings
 * @param {(change: Partial<import("./settings.js").Settings>) => void} parts.change
 * @param {ReturnType<typeof import("./host_page.js").connectHostPage>} parts.page
 */
export function followConversation({ store, settings, change, page }) {
  let before = store.getState();

  const follow = () => {
    const now = store.getState();
    const news = now === before || !before.known ? [] : now.messages.slice(before.messages.length);
    if (now.messages.length > 0 && before.messages.length === 0) page.tell({ type: "active" });
    if (now.standing.state !== before.standing.state) tellState(page, now);
    before = now;
    for (const message of news) if (message.from !== "customer") tellMessage(page, message, settings.getState());
    count();
  };

  const count = () => {
    const { messages } = store.getState();
    const { visible, lastRead, sound } = settings.getState();
    const last = messages[messages.length - 1]?.id ?? null;
    if (visible && last !== null && last !== lastRead) return change({ lastRead: last }); // comes back here by the subscription
    page.tell({ type: "unread", count: visible ? 0 : countUnread(messages, lastRead), inTitle: sound });
  };

  store.subscribe(follow);
  settings.subscribe(count);
}

/**
 * @param {ReturnType<typeof import("./host_page.js").connectHostPage>} page
 * @param {import("./frames.js").Message} message
 * @param {import("./settings.js").Settings} settings
 */
function tellMessage(page, message, { visible, sound }) {
  if (sound && !visible) playSound();
  page.tell({ type: "event", name: "message", detail: { from: message.from, id: message.id } });
}

/**
 * @param {ReturnType<typeof import("./host_page.js").connectHostPage>} page
 * @param {import("./conversation.js").Conversation} now
 */
function tellState(page, { standing }) {
  page.tell({ type: "event", name: "state", detail: { state: standing.state, position: standing.position } });
}
