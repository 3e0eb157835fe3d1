// [data-hold="address"]: somebody works on what she holds. While there is a hand on the page the lease is renewed; and while
// a call is under way, when both hands hold the telephone, for as long as an outcome is waited for (twenty minutes).
const EVERY = 3 * 60 * 1000, CALL = 20 * 60 * 1000;
let touched = Date.now();
for (const kind of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true, capture: true });

setInterval(() => {
  const held = document.querySelector("[data-hold]");
  const patience = document.querySelector("[data-elapsed]") ? CALL : EVERY;
  if (!held || Date.now() - touched > patience) return;
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  fetch(held.dataset.hold, { method: "POST", headers: { "X-CSRFToken": token, "HX-Request": "true" } }).catch(() => {});
}, EVERY);
