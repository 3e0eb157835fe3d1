// [data-reds]: the title says how many reds there are. On request, kept on this device, also a sound and a notice of the
// browser when the number goes up; the notice says nothing about anybody. A locked screen does the same.
const KEPT = "chevet.reds";
const box = document.querySelector("[data-reds]");
const button = document.querySelector("[data-reds-switch]");
const count = () => Number(box?.querySelector("[data-red-count]")?.dataset.redCount ?? 0);
const title = document.title.replace(/^\(\d+\) /, "");
const wanted = () => localStorage.getItem(KEPT) === "on";
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

function tell() {
  try { sound(); } catch { /* no sound card, no sound */ }
  if (globalThis.Notification?.permission !== "granted" || document.hasFocus()) return;
  const notice = new Notification(button?.dataset.notice ?? "Chevet", { tag: "chevet-reds" });
  notice.onclick = () => { focus(); notice.close(); };
}

function look() {
  const now = count();
  document.title = now ? `(${now}) ${title}` : title;
  if (now > before && wanted()) tell();
  before = now;
}

function show() {
  const words = button.querySelector("[data-on]");
  words.textContent = wanted() ? words.dataset.on : words.dataset.off;
  button.setAttribute("aria-pressed", String(wanted()));
}

if (button) {
  button.hidden = false;
  show();
  button.addEventListener("click", async () => {
    localStorage.setItem(KEPT, wanted() ? "off" : "on");
    show();
    if (!wanted()) return;
    try { sound(); } catch { /* the first press lets the browser play */ }
    if (globalThis.Notification?.permission === "default") await Notification.requestPermission();
  });
}
if (box) { new MutationObserver(look).observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-red-count"] }); look(); }
