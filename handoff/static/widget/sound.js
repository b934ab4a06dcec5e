/** A short, soft sound for a new message, made on the spot: no file to load. */

/** @type {AudioContext | null} */
let context = null;

/** Plays two notes; silently does nothing where the browser does not allow it yet. */
export function playSound() {
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") void context.resume();
    note(context, 660, 0);
    note(context, 880, 0.12);
  } catch {
    context = null; // no audio device
  }
}

/**
 * @param {AudioContext} audio
 * @param {number} frequency Hz
 * @param {number} delay seconds
 */
function note(audio, frequency, delay) {
  const start = audio.currentTime + delay;
  const tone = new OscillatorNode(audio, { type: "sine", frequency });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.08, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + 0.25);
}
