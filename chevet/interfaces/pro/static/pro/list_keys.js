// One key, one act; never while somebody writes, never with Ctrl, Alt or Meta, never behind a dialog. The letters are in
// the help dialog, as the account chose them; arrows move inside the list.
const WRITES = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export function keys(acts) {
  const map = new Map();
  for (const one of document.querySelectorAll("#keys [data-act]")) if (one.dataset.key) map.set(one.dataset.key, one.dataset.act);
  const off = map.size === 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || off) return;
    if (event.target.closest?.(WRITES) || document.querySelector("dialog[open]")) return;
    const inside = event.target.closest?.("[data-line]");
    const arrow = inside && { ArrowDown: "next", ArrowUp: "previous" }[event.key];
    const act = arrow || map.get(event.key) || map.get(event.key.toLowerCase());
    if (!act || !acts[act]) return;
    event.preventDefault();
    acts[act]();
  });
}
