// [data-reds]: a short sound when the number in its [data-red-count] goes up, also on a locked screen. The browser only
// allows sound once the page has been touched; until then the title says it alone.
const box = document.querySelector("[data-reds]");
const count = () => Number(box?.querySelector("[data-red-count]")?.dataset.redCount ?? 0);
const title = document.title.replace(/^\(\d+\) /, "");
let before = count();

function sound() {
  const context = new AudioContext();
  const note = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.08;
  note.frequency.value = 660;
  note.connect(volume).connect(context.destination);
  note.start();
  note.stop(context.currentTime + 0.25);
  note.onended = () => context.close();
}

function look() {
  const now = count();
  document.title = now ? `(${now}) ${title}` : title;
  if (now > before) { try { sound(); } catch { /* no sound card, no sound */ } }
  before = now;
}

if (box) new MutationObserver(look).observe(box, { childList: true, subtree: true });
