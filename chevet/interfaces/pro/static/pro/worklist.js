// The list of a team. Everything in it works as plain links and forms; this makes it live, and quick by hand or by keys.
import { keys } from "./list_keys.js";
import { List } from "./list_lines.js";
import { Panel } from "./list_panel.js";
import { ask, post, say } from "./list_asking.js";
import "./hold.js";

const desk = document.querySelector("[data-list]");
const list = new List(desk);
const panel = new Panel(desk, list);
const bar = document.querySelector("[data-bar]");
const bulk = document.getElementById("bulk");
const line = () => list.current;
// What is done on a page of its own comes back here, to this address.
const comeBack = () => new URLSearchParams({ list: location.search.slice(1) || `team=${desk.dataset.team}` });
const linkOf = (one) => one.querySelector("[data-open]");

// What was put aside is kept for whoever did it, and anybody may take it back to what is to be done.
const isFree = (one) => !one.dataset.holder || one.dataset.views.split(" ").includes("aside");

async function claim(one) {
  const mine = one.dataset.holder === desk.dataset.me && !isFree(one);
  if (!isFree(one) && !mine) return say(one.querySelector("[data-holder-name]").textContent);
  const told = await post(`${linkOf(one).getAttribute("href")}/${mine ? "release" : "claim"}`);
  if (told.said) say(told.said);
  list.again();
  panel.again(one.dataset.line);
}

const acts = {
  next: () => list.step(1),
  previous: () => list.step(-1),
  fresh: () => {
    const left = line()?.contains(document.activeElement) ? line() : null;
    list.showArrivals();
    list.first((one) => !one.dataset.holder && one !== left);
  },
  open: () => line() && panel.open(line(), { focus: true }),
  claim: () => line() && claim(line()),
  call: () => line() && location.assign(`${linkOf(line()).href}/call?${comeBack()}`),
  close: () => line() && location.assign(`${linkOf(line()).href}/close?${comeBack()}`),
  aside: () => line() && ask(new URLSearchParams({ do: "aside", line: line().dataset.line }), list),
  select: () => line() && line().querySelector("input[name=line]").click(),
  search: () => document.getElementById("typed")?.focus(),
  help: () => document.getElementById("keys").showModal(),
};
keys(acts);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button && button.form?.id !== "bulk") {
    event.preventDefault();
    const own = button.closest("[data-line]");
    if (own) list.stand(own);
    acts[button.dataset.do]?.();
  }
  const away = event.target.closest("[data-panel] a[href$='/call'], [data-panel] a[href$='/close']");
  if (away) away.search = comeBack();
  const link = event.target.closest("[data-open]");
  if (link && panel.fits() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    panel.open(link.closest("[data-line]"), { focus: true });
  }
});

// What is ticked: the bar says how many, and asks once for all of them.
const ticked = () => [...desk.querySelectorAll("input[name=line]:checked")];
const everyBox = bar.querySelector("[data-all]");
function count() {
  const number = ticked().length;
  const words = bar.querySelector("[data-chosen]");
  words.hidden = !number;
  words.textContent = number === 1 ? words.dataset.one : words.dataset.many.replace("{}", number);
  bar.querySelector("[data-bar-bulk]").hidden = !number;
  bar.querySelector("[data-bar-line]").hidden = Boolean(number) || !line();
  everyBox.checked = number > 0 && number === desk.querySelectorAll("input[name=line]").length;
}
bar.querySelector("[data-no-script]").remove();
bar.querySelector("[data-all-box]").hidden = false;
desk.addEventListener("change", (event) => {
  if (event.target === everyBox) desk.querySelectorAll("input[name=line]").forEach((box) => { box.checked = everyBox.checked; });
  if (event.target === everyBox || event.target.name === "line") count();
});
bulk.addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = new URLSearchParams({ do: event.submitter.value });
  for (const box of ticked()) asked.append("line", box.value);
  ask(asked, list).then(count);
});

// The bar speaks of the line one stands on; a record that is open beside the list follows.
list.onStand = (one) => {
  count();
  if (!one) return;
  bar.querySelector("[data-bar-name]").textContent = linkOf(one).textContent;
  const words = bar.querySelector("[data-do=claim] [data-take]");
  words.textContent = one.dataset.holder === desk.dataset.me && !isFree(one) ? words.dataset.give : words.dataset.take;
  bar.querySelector("[data-do=claim]").disabled = !isFree(one) && one.dataset.holder !== desk.dataset.me;
  panel.follow(one);
};
list.onChange = () => { count(); if (line()) list.onStand(line()); };
list.begin();
panel.begin();
