// [data-hold="address"]: somebody works on what she holds. While there is a hand on the page the lease is renewed.
const EVERY = 3 * 60 * 1000;
let touched = Date.now();
for (const kind of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true, capture: true });

setInterval(() => {
  const held = document.querySelector("[data-hold]");
  if (!held || Date.now() - touched > EVERY) return;
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  fetch(held.dataset.hold, { method: "POST", headers: { "X-CSRFToken": token, "HX-Request": "true" } }).catch(() => {});
}, EVERY);
