/** A conversation in a list. */

import { html, useMemo } from "../../common/view.js";
import { unreadIn } from "../state/selectors.js";
import { Elapsed } from "./elapsed.js";
import { CustomerAvatar, LanguageTag, nameOf, WhyTags } from "./people.js";
import { WindowTag } from "./whatsapp_window.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Summary} Summary */

/** @param {{screen: Screen, summary: Summary, test: string}} props `test`: the hook for browser tests */
export function ListItem({ screen, summary, test }) {
  const { state, t } = screen;
  const current = state.openId === summary.id;
  const unread = summary.mine ? unreadIn(state, summary) : 0;
  const draft = Boolean(state.drafts[summary.id]) && !current;
  const fresh = state.link.status === "live" && state.link.caughtUp;
  // A line of two hundred must not be drawn anew with every keystroke; what an item shows is named here.
  return useMemo(
    () => html`<li class="list-item ${unread > 0 ? "unread" : ""} urgency-${summary.urgency}">
      <button class="list-button" type="button" data-test=${test} data-conversation=${summary.id}
        aria-current=${current ? "true" : undefined} onClick=${() => screen.work.open(summary.id)}>
        <${CustomerAvatar} screen=${screen} summary=${summary} />
        <span class="list-body">
          <span class="list-top">
            <span class="list-who"><span class="list-name">${nameOf(screen, summary)}</span>
              <${LanguageTag} screen=${screen} language=${summary.language} /></span>
            <${ListTime} screen=${screen} summary=${summary} />
          </span>
          <span class="list-last">
            ${draft && html`<em class="draft-mark">${t("list.draft")}</em>`}${lastWords(screen, summary)}
          </span>
          ${summary.promised && html`<span class="tags"><span class="tag warn">${screen.t("promise.promised", { when: promisedAt(screen, summary.promised.due_at) })}
            ${summary.promised.channel && ` · ${screen.label("ways", summary.promised.channel)}`}</span></span>`}
          ${showsWhy(summary) && html`<span class="tags"><${WhyTags} screen=${screen} summary=${summary} />
            <${WindowTag} screen=${screen} summary=${summary} /></span>`}
        </span>
        ${unread > 0 && html`<span class="unread-mark" data-test="unread">
          <span aria-hidden="true">${unread}</span><span class="visually-hidden">${t("list.unread", { count: unread })}</span>
        </span>`}
        ${summary.urgency >= 2 && html`<span class="visually-hidden">${t("list.urgent")}</span>`}
      </button>
    </li>`,
    [summary, current, unread, draft, fresh, screen.t, test],
  );
}

/**
 * @param {Screen} screen
 * @param {string} due
 */
function promisedAt({ format }, due) {
  return `${format.day(Date.parse(due), Date.now())} ${format.time(Date.parse(due))}`;
}

/** @param {Summary} summary */
function showsWhy({ state }) {
  return state === "queued" || state === "agent";
}

/** @param {{screen: Screen, summary: Summary}} props */
function ListTime({ screen, summary }) {
  if (summary.state === "queued" && summary.queued_at) {
    return html`<span class="list-time"><span class="visually-hidden">${screen.t("list.waits")}</span>
      <${Elapsed} screen=${screen} since=${summary.queued_at} waiting /></span>`;
  }
  const since = summary.last_message?.at ?? summary.updated_at;
  return html`<span class="list-time"><${Elapsed} screen=${screen} since=${since} /></span>`;
}

/**
 * @param {Screen} screen
 * @param {Summary} summary
 */
function lastWords({ t, state }, { last_message: last, mine, agent }) {
  if (!last) return t("list.nothing");
  if (last.from === "customer" || last.from === "system") return last.text;
  const who = last.from === "bot" ? t("who.bot") : mine || agent?.id === state.me?.id ? t("who.me") : t("who.agent");
  return `${who}: ${last.text}`;
}
