// Who waits: the title counts them; on request, kept on this device, a sound and a notice when somebody enters. One key
// lets the first one in.
import { arrival, bell } from "./arrivals.js";

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

bell(button);
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
