// An agenda by keyboard and by hand. Nothing here is needed: every act has a page of its own.
// Arrows go from time to time and from column to column; an appointment dragged onto a free time moves there.
const agenda = document.querySelector("[data-agenda]");
const form = document.querySelector("[data-agenda-move]");
const columns = () => [...agenda.querySelectorAll("[data-column]")];
const cells = (column) => [...column.querySelectorAll("a[data-at]")];

function beside(cell, step) {
  const all = columns();
  for (let at = all.indexOf(cell.closest("[data-column]")) + step; all[at]; at += step) {
    const near = cells(all[at]).sort((a, b) => Math.abs(a.dataset.at - cell.dataset.at) - Math.abs(b.dataset.at - cell.dataset.at))[0];
    if (near) return near;
  }
  return null;
}

function next(cell, step) {
  const all = cells(cell.closest("[data-column]"));
  return all[all.indexOf(cell) + step];
}

const MOVES = {
  ArrowDown: (cell) => next(cell, 1), ArrowUp: (cell) => next(cell, -1),
  ArrowRight: (cell) => beside(cell, 1), ArrowLeft: (cell) => beside(cell, -1),
};

agenda?.addEventListener("keydown", (event) => {
  const cell = event.target.closest("a[data-at]");
  const target = cell && !event.altKey && !event.ctrlKey && !event.metaKey && MOVES[event.key]?.(cell);
  if (!target) return;
  event.preventDefault();
  target.focus();
});

let held = null;
agenda?.addEventListener("dragstart", (event) => {
  held = event.target.closest("[data-move]");
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
});
agenda?.addEventListener("dragend", () => { held = null; });
for (const name of ["dragenter", "dragover"]) {
  agenda?.addEventListener(name, (event) => {
    const slot = held && event.target.closest(".slot");
    if (!slot) return;
    event.preventDefault();
    slot.classList.add("slot--over");
  });
}
agenda?.addEventListener("dragleave", (event) => event.target.closest(".slot")?.classList.remove("slot--over"));
agenda?.addEventListener("drop", (event) => {
  const slot = held && event.target.closest(".slot");
  if (!slot) return;
  event.preventDefault();
  form.action = held.dataset.move;
  form.elements.starts_at.value = slot.dataset.starts;
  form.elements.account_id.value = slot.dataset.account;
  form.elements.seen.value = held.dataset.seen;
  form.submit();
});
for (const chooser of document.querySelectorAll("[data-agenda-choose] select")) {
  chooser.addEventListener("change", () => chooser.form.requestSubmit());
}
