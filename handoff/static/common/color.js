/** Colours and their contrast, by WCAG 2.2 (relative luminance). Pure. */

/** @typedef {[number, number, number]} Rgb 0 to 255 each */

/**
 * Reads `#rgb` or `#rrggbb`; null for anything else.
 * @param {unknown} text
 * @returns {Rgb | null}
 */
export function readColor(text) {
  const match = typeof text === "string" ? /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim()) : null;
  if (!match) return null;
  const hex = match[1].length === 3 ? match[1].replace(/./g, "$&$&") : match[1];
  const part = (/** @type {number} */ at) => parseInt(hex.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

/** @param {Rgb} color */
export function writeColor(color) {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** @param {Rgb} color */
function luminance(color) {
  const [r, g, b] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * @param {Rgb} one
 * @param {Rgb} other
 * @returns {number} 1 to 21
 */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * Moves a colour towards black or white until it can be read on a background.
 * @param {Rgb} color
 * @param {Rgb} background
 * @param {number} [ratio] 4.5 is AA for text
 * @returns {Rgb}
 */
export function readableOn(color, background, ratio = 4.5) {
  const goal = luminance(background) > 0.18 ? 0 : 255;
  for (let step = 0; step <= 20; step += 1) {
    const mixed = /** @type {Rgb} */ (color.map((part) => Math.round(part + ((goal - part) * step) / 20)));
    if (contrast(mixed, background) >= ratio) return mixed;
  }
  return [goal, goal, goal];
}

/**
 * Black or white, whichever reads better on a colour.
 * @param {Rgb} background
 * @returns {Rgb}
 */
export function inkOn(background) {
  return contrast([255, 255, 255], background) >= contrast([17, 24, 32], background) ? [255, 255, 255] : [17, 24, 32];
}
