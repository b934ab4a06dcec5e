/** Follows the conversation for those who are not looking at it: unread count, sound, events for the host page. */

import { playSound } from "./sound.js";
import { countUnread } from "./unread.js";

/** @import { Store } from "../common/store.js" */
/** @import { Conversation } from "./conversation.js" */
/** @import { Message } from "./frames.js" */
/** @import { connectHostPage } from "./host_page.js" */
/** @import { Settings } from "./settings.js" */

/**
 * @param {object} parts
 * @param {Store<Conversation, any>} parts.store
 * @param {Store<Settings, Partial<Settings>>} parts.settings
 * @param {(change: Partial<Settings>) => void} parts.change
 * @param {ReturnType<typeof connectHostPage>} parts.page
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
    // Comes back here by the subscription.
    if (visible && last !== null && last !== lastRead) return change({ lastRead: last });
    page.tell({ type: "unread", count: visible ? 0 : countUnread(messages, lastRead), inTitle: sound });
  };

  store.subscribe(follow);
  settings.subscribe(count);
}

/**
 * @param {ReturnType<typeof connectHostPage>} page
 * @param {Message} message
 * @param {Settings} settings
 */
function tellMessage(page, message, { visible, sound }) {
  if (sound && !visible) playSound();
  page.tell({ type: "event", name: "message", detail: { from: message.from, id: message.id } });
}

/**
 * @param {ReturnType<typeof connectHostPage>} page
 * @param {Conversation} now
 */
function tellState(page, { standing }) {
  page.tell({ type: "event", name: "state", detail: { state: standing.state, position: standing.position } });
}
