/** The figures of a period. */

import { html } from "../../common/view.js";
import { LABELS } from "../texts/labels.js";
import { BarTable, HourColumns } from "./bars.js";
import { duration, percent } from "./figures.js";

/** @typedef {import("./supervise_page.js").Words} Words */

/** @param {{words: Words, figures: any}} props */
export function Overview({ words, figures }) {
  const { t, label, format, lang } = words;
  const { volumes, bot, ratings, estimates } = figures;
  const bars = { number: format.number, empty: t("report.none") };
  const head = [t("report.what"), t("report.count")];
  const topic = (/** @type {string} */ key) => label(key in LABELS[lang].topics ? "topics" : "intents", key);
  return html`<div data-test="overview">
    <dl class="tiles">
      <${Tile} name=${t("report.conversations")} value=${format.number(volumes.conversations)}
        about=${t("report.messages", { count: format.number(volumes.customer_messages) })} />
      <${Tile} name=${t("report.bot_alone")} value=${percent(bot.handled_share, format.number)}
        about=${t("report.false_containment", { count: format.number(bot.false_containment) })} />
      <${SpreadTile} words=${words} name=${t("report.waits")} spread=${figures.waits} />
      <${SpreadTile} words=${words} name=${t("report.first_response")} spread=${figures.first_response} />
      <${SpreadTile} words=${words} name=${t("report.resolution")} spread=${figures.resolution} />
      <${Tile} name=${t("report.estimates")} value=${percent(estimates.inside_share, format.number)}
        about=${t("report.estimates_about", { earlier: format.number(estimates.earlier), later: format.number(estimates.later) })} />
      <${Tile} name=${t("report.reopened")} value=${percent(figures.reopened_share, format.number)}
        about=${t("report.of", { part: format.number(figures.reopened), whole: format.number(figures.resolved) })} />
      <${Tile} name=${t("report.rating")} value=${ratings.mean === null ? "–" : format.number(Math.round(ratings.mean * 10) / 10)}
        about=${t("report.of", { part: format.number(ratings.given), whole: format.number(ratings.asked) })} />
    </dl>
    <div class="cards">
      <${HourColumns} title=${t("report.by_hour")} head=${[t("report.hour"), t("report.count")]} hours=${volumes.by_hour}
        number=${format.number} open=${t("report.as_table")} />
      <${BarTable} ...${bars} head=${head} title=${t("report.by_channel")} rows=${volumes.by_channel} name=${(/** @type {string} */ key) => label("channels", key)} />
      <${BarTable} ...${bars} head=${head} title=${t("report.by_language")} rows=${volumes.by_language} name=${(/** @type {string} */ key) => label("languages", key)} />
      <${BarTable} ...${bars} head=${head} title=${t("report.reasons")} rows=${figures.reasons} name=${(/** @type {string} */ key) => label("reasons", key)} />
      <${BarTable} ...${bars} head=${head} title=${t("report.ratings")} rows=${ratings.by_score} name=${(/** @type {string} */ key) => `${key}/5`} />
      <${BarTable} ...${bars} head=${head} title=${t("report.by_topic")} rows=${volumes.by_topic} name=${topic} />
    </div>
  </div>`;
}

/** @param {{name: string, value: string, about: string}} props */
function Tile({ name, value, about }) {
  return html`<div class="tile"><dt>${name}</dt><dd><b>${value}</b><small>${about}</small></dd></div>`;
}

/** @param {{words: Words, name: string, spread: {count: number, median: number | null, p90: number | null}}} props */
function SpreadTile({ words, name, spread }) {
  const { t, format } = words;
  const p90 = duration(spread.p90, t, format.number);
  const about = t("report.spread", { p90, count: format.number(spread.count) });
  return html`<${Tile} name=${name} value=${duration(spread.median, t, format.number)} about=${about} />`;
}
