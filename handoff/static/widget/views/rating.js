/** Asks how it was: stars, then a word about why. */

import { Star } from "../../common/icons.js";
import { html, useState } from "../../common/view.js";

/** @import { Rating as RatingState } from "../conversation.js" */
/** @import { Translate } from "../texts.js" */
/** @import { Context } from "./app.js" */

const SCORES = [1, 2, 3, 4, 5];
/** Characters the server takes. */
const LONGEST_COMMENT = 2000;

/** @param {{context: Context, rating: RatingState}} props */
export function Rating({ context, rating }) {
  const { t, chat } = context;
  const [score, setScore] = useState(rating.score ?? 0);
  const [comment, setComment] = useState("");
  if (rating.state === "sending") return html`<p class="system" role="status">${t("rate.sending")}</p>`;
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (score > 0) chat.rate(score, comment.trim());
  };
  return html`<form class="rating" onSubmit=${onSubmit}>
    <fieldset>
      <legend>${rating.question}</legend>
      <div class="stars">
        ${SCORES.map((each) => html`<${StarChoice} key=${each} ...${{ t, each, score, setScore }} />`)}
      </div>
      <p class="score-word" aria-hidden="true">${score > 0 ? t("rate.word", { score }) : ""}</p>
    </fieldset>
    ${score > 0 && html`<${Comment} ...${{ t, score, comment, setComment }} />`}
    <div class="row">
      ${score > 0 && html`<button class="button" type="submit">${t("rate.send")}</button>`}
      <button class="button plain" type="button"
        onClick=${() => chat.store.dispatch({ type: "rate.over" })}>${t("rate.later")}</button>
    </div>
  </form>`;
}

/** @param {{t: Translate, each: number, score: number, setScore: (score: number) => void}} props */
function StarChoice({ t, each, score, setScore }) {
  return html`<label class=${each <= score ? "star on" : "star"}>
    <input class="visually-hidden" type="radio" name="score" value=${each} checked=${each === score}
      onChange=${() => setScore(each)} />
    <span class="visually-hidden">${t("rate.score", { score: each })}</span>
    <${Star} filled=${each <= score} />
  </label>`;
}

/** @param {{t: Translate, score: number, comment: string, setComment: (text: string) => void}} props */
function Comment({ t, score, comment, setComment }) {
  const onInput = (/** @type {InputEvent} */ event) =>
    setComment(/** @type {HTMLTextAreaElement} */ (event.target).value);
  const label = t(score <= 2 ? "rate.comment_low" : "rate.comment");
  return html`<label class="comment"><span>${label}</span>
    <textarea class="field" rows="2" maxlength=${LONGEST_COMMENT} dir="auto" value=${comment}
      onInput=${onInput}></textarea>
  </label>`;
}
