// [data-reds]: the title says how many reds there are. On request also a sound and a notice when the number goes up; the
// notice says nothing about anybody. A locked screen does the same.
import { bell, tell } from "./arrivals.js";

const RED = [[0, 660]];
const box = document.querySelector("[data-reds]");
const button = document.querySelector("[data-reds-switch]");
const count = () => Number(box?.querySelector("[data-red-count]")?.dataset.redCount ?? 0);
const title = document.title.replace(/^\(\d+\) /, "");
let before = count();

function look() {
  const now = count();
  document.title = now ? `(${now}) ${title}` : title;
  if (now > before) tell(button?.dataset.notice ?? "Chevet", "chevet-reds", RED);
  before = now;
}

bell(button, RED);
if (box) { new MutationObserver(look).observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-red-count"] }); look(); }
