// A sound and a notice of the browser when somebody enters a waiting room: the wish is that of the reds (reds.js), kept on
// this device. The notice names nobody.
const KEPT = "chevet.reds";
export const wanted = () => localStorage.getItem(KEPT) === "on";
export const wish = (on) => localStorage.setItem(KEPT, on ? "on" : "off");

export function sound() {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.gain.value = 0.08;
  volume.connect(context.destination);
  for (const [at, pitch] of [[0, 660], [0.22, 880]]) {
    const note = context.createOscillator();
    note.frequency.value = pitch;
    note.connect(volume);
    note.start(context.currentTime + at);
    note.stop(context.currentTime + at + 0.2);
    if (at) note.onended = () => context.close();
  }
}

export function arrival(words = document.querySelector("[data-arrival]")?.dataset.arrival ?? "Chevet") {
  if (!wanted()) return;
  try { sound(); } catch { /* no sound card, no sound */ }
  if (globalThis.Notification?.permission !== "granted" || document.hasFocus()) return;
  const notice = new Notification(words, { tag: "chevet-waiting" });
  notice.onclick = () => { focus(); notice.close(); };
}
