// Time left and age of data, counted from the moment the page arrived: the visitor's clock is never believed, only its pace.
const arrived = Date.now();
const elapsed = (element) => (Date.now() - (element.countedFrom ?? arrived)) / 1000;

export function durationWords(seconds, units) {
  const [day, hour, minute, second] = units.split(" ");
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} ${second}`;
  if (whole < 3600) return `${Math.floor(whole / 60)} ${minute}`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} ${hour} ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")}`;
  return `${Math.floor(whole / 86400)} ${day}`;
}

function showTimeLeft(element) {
  const left = Number(element.dataset.left) - elapsed(element);
  const late = left < 0;
  element.querySelector("[data-words]").textContent =
    (late ? element.dataset.lateWords : element.dataset.leftWords).replace("{}", durationWords(Math.abs(left), element.dataset.units));
  element.classList.toggle("clock--late", late);
  element.classList.toggle("clock--soon", !late && left < Number(element.dataset.soon));
}

export function showAge(element) {
  const age = Number(element.dataset.age) + elapsed(element);
  const old = age > Number(element.dataset.staleAfter);
  const lost = element.dataset.lost === "yes";
  const state = old || lost ? "stale" : "fresh";
  element.textContent = (old ? element.dataset.staleWords : lost ? element.dataset.lostWords : element.dataset.freshWords).replace("{}", durationWords(age, element.dataset.units));
  if (element.dataset.state !== state) element.dataset.state = state;
}

export function renewAge(element) {
  element.countedFrom = Date.now();
  element.dataset.age = "0";
  element.dataset.lost = "";
  showAge(element);
}

export function tick() {
  document.querySelectorAll("[data-left]").forEach(showTimeLeft);
  document.querySelectorAll("[data-age]").forEach(showAge);
}
// Fragments that arrive later carry figures counted from their own arrival.
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) {
    if (node.nodeType !== 1) continue;
    for (const element of [node, ...node.querySelectorAll("[data-left], [data-age]")]) element.countedFrom = Date.now();
  }
}).observe(document.body, { childList: true, subtree: true });

tick();
setInterval(tick, 1000);
document.addEventListener("visibilitychange", tick);
