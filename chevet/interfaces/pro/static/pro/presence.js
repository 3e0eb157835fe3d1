// Half an hour without a hand on the page masks it. While somebody types or reads, the server hears of it now and then,
// so that a long note is not lost to a locked session.
const body = document.querySelector("[data-locks-after]");
const limit = Number(body?.dataset.locksAfter ?? 0) * 1000;
const EVERY = 4 * 60 * 1000;
let touched = Date.now();
let told = Date.now();

for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });

function look() {
  const now = Date.now();
  if (now - touched > limit) return location.assign(`${body.dataset.lockedUrl}?next=${encodeURIComponent(location.pathname + location.search)}`);
  if (touched > told && now - told > EVERY) {
    told = now;
    const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
    fetch(body.dataset.hereUrl, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } }).catch(() => {});
  }
}
if (limit) setInterval(look, 5000);
