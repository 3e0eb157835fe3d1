// Who waits: the title counts them; on request, kept on this device, a sound and a notice when somebody enters. One key
// lets the first one in.
import { arrival, sound, wanted, wish } from "./arrivals.js";

const list = document.getElementById("consultations"), button = document.querySelector("[data-sound-switch]");
const title = document.title;
const waiting = () => new Set(list.querySelector("[data-waiting-ids]")?.dataset.waitingIds.split(" ").filter(Boolean));
let before = waiting();

function look() {
  const now = waiting();
  document.title = now.size ? `(${now.size}) ${title}` : title;
  if ([...now].some((one) => !before.has(one))) arrival();
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
    wish(!wanted());
    show();
    if (!wanted()) return;
    try { sound(); } catch { /* the first press lets the browser play */ }
    if (globalThis.Notification?.permission === "default") await Notification.requestPermission();
  });
}
new MutationObserver(look).observe(list, { childList: true, subtree: true });
look();

const WRITES = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(WRITES) || document.querySelector("dialog[open]")) return;
  const pressed = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase() && one.checkVisibility());
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
});
