/** How the host page wants the widget: from the fragment of the frame's address, which never reaches a server. Pure. */

import { inkOn, readableOn, readColor, writeColor } from "../common/color.js";
import { readLang } from "../common/i18n.js";

/** @import { Rgb } from "../common/color.js" */
/** @import { Lang } from "../common/i18n.js" */

/**
 * @typedef {object} Options
 * @property {string | null} origin of the host page: the only one messages go to and come from
 * @property {Lang | null} lang wished by the tag
 * @property {Lang | null} pageLang of the host page
 * @property {string | null} title
 * @property {string | null} greeting
 * @property {string | null} logo address on this server
 * @property {Rgb | null} color
 * @property {"light" | "dark" | null} theme
 * @property {string} privacy address of the privacy policy
 */

/** Longest title and greeting, characters: what fits the header and the first screen. */
const LONGEST = { title: 60, greeting: 300 };

/**
 * @param {string} fragment e.g. `#lang=id&color=%230c6b66`
 * @param {string} base address of the frame
 * @returns {Options}
 */
export function readOptions(fragment, base) {
  const values = new URLSearchParams(fragment.replace(/^#/, ""));
  const theme = values.get("theme");
  return {
    origin: readOrigin(values.get("origin")),
    lang: readLang(values.get("lang")),
    pageLang: readLang(values.get("page_lang")),
    title: values.get("title")?.slice(0, LONGEST.title) || null,
    greeting: values.get("greeting")?.slice(0, LONGEST.greeting) || null,
    logo: readAddress(values.get("logo"), base),
    color: readColor(values.get("color")),
    theme: theme === "light" || theme === "dark" ? theme : null,
    privacy: readAddress(values.get("privacy"), base) ?? new URL("/static/site/privacy.html", base).href,
  };
}

/** @param {string | null} text */
function readOrigin(text) {
  const origin = readAddress(text, "about:blank");
  return origin ? new URL(origin).origin : null;
}

/**
 * A web address, or null: `javascript:` and `data:` are none.
 * @param {string | null} text
 * @param {string} base
 */
function readAddress(text, base) {
  if (!text) return null;
  try {
    const address = new URL(text, base);
    return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
  } catch {
    return null;
  }
}

/** The two grounds that accent-coloured text stands on, from tokens.css. @type {Record<"light" | "dark", Rgb>} */
const SURFACE = { light: [255, 255, 255], dark: [21, 28, 32] };

/**
 * CSS variables for a brand colour, every one of them readable.
 * @param {Rgb} color
 * @param {"light" | "dark"} theme
 * @returns {Record<string, string>}
 */
export function accentVariables(color, theme) {
  const ink = inkOn(color);
  const surface = SURFACE[theme];
  /** @type {(one: number, other: number, share: number) => number} */
  const mix = (one, other, share) => Math.round(one * share + other * (1 - share));
  const soft = /** @type {Rgb} */ (
    color.map((part, index) => mix(part, surface[index], 0.12))
  );
  const strong = /** @type {Rgb} */ (
    color.map((part, index) => mix(part, 255 - ink[index], 0.88))
  );
  return {
    "--accent": writeColor(color),
    "--accent-strong": writeColor(strong),
    "--on-accent": writeColor(ink),
    "--accent-soft": writeColor(soft),
    "--accent-text": writeColor(readableOn(color, soft)),
  };
}
