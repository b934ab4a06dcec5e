/** Ways to reach an agent who looks elsewhere: a sound, a notification of the system. */

/** Two short notes, Hz and seconds from the start: heard in an office, not startling. */
const NOTES = [[660, 0], [880, 0.12]];
const NOTE_LASTS = 0.16;
/** Share of full volume. */
const VOLUME = 0.12;

/**
 * Makes the function that plays the sound; it keeps silent until the page was clicked once, as browsers demand.
 * @returns {() => void}
 */
export function createChime() {
  /** @type {AudioContext | null} */
  let audio = null;
  return () => {
    if (!navigator.userActivation?.hasBeenActive) return;
    audio ??= new AudioContext();
    for (const [pitch, start] of NOTES) playNote(audio, pitch, audio.currentTime + start);
  };
}

/**
 * @param {AudioContext} audio
 * @param {number} pitch
 * @param {number} start
 */
function playNote(audio, pitch, start) {
  const tone = new OscillatorNode(audio, { frequency: pitch, type: "sine" });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(VOLUME, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_LASTS);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + NOTE_LASTS);
}

/**
 * Shows a notification of the system; a click on it brings the page to the front.
 * @param {string} title
 * @param {string} body
 * @param {string} tag one notification per tag
 * @param {() => void} onClick
 */
export function showNotification(title, body, tag, onClick) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const notification = new Notification(title, { body, tag });
  notification.onclick = () => {
    window.focus();
    notification.close();
    onClick();
  };
}
