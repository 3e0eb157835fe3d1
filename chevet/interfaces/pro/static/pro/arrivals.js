// One wish for every bell, kept on this device: a sound and a notice of the browser when reds become more (reds.js), when
// somebody enters a waiting room. A notice names nobody.
const KEPT = "chevet.reds";
const ENTERS = [[0, 660], [0.22, 880]];
export const wanted = () => localStorage.getItem(KEPT) === "on";

// notes: [seconds from now, pitch], a quarter of a second each.
export function sound(notes = ENTERS) {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.gain.value = 0.08;
  volume.connect(context.destination);
  notes.forEach(([at, pitch], number) => {
    const note = context.createOscillator();
    note.frequency.value = pitch;
    note.connect(volume);
    note.start(context.currentTime + at);
    note.stop(context.currentTime + at + 0.25);
    if (number === notes.length - 1) note.onended = () => context.close();
  });
}

// When it was wished for. tag: a second notice of the same kind takes the place of the first.
export function tell(words, tag, notes) {
  if (!wanted()) return;
  try { sound(notes); } catch { /* no sound card, no sound */ }
  if (globalThis.Notification?.permission !== "granted" || document.hasFocus()) return;
  const notice = new Notification(words, { tag });
  notice.onclick = () => { focus(); notice.close(); };
}

export function arrival(words = document.querySelector("[data-arrival]")?.dataset.arrival ?? "Chevet") { tell(words, "chevet-waiting"); }

// The button that says whether it is wished for, and the press that lets the browser play.
export function bell(button, notes) {
  if (!button) return;
  const show = () => {
    const words = button.querySelector("[data-on]");
    words.textContent = wanted() ? words.dataset.on : words.dataset.off;
    button.setAttribute("aria-pressed", String(wanted()));
  };
  button.hidden = false;
  show();
  button.addEventListener("click", async () => {
    localStorage.setItem(KEPT, wanted() ? "off" : "on");
    show();
    if (!wanted()) return;
    try { sound(notes); } catch { /* the first press lets the browser play */ }
    if (globalThis.Notification?.permission === "default") await Notification.requestPermission();
  });
}
