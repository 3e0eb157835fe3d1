// What could not leave waits here, in order, under its own key, and leaves when the network returns. Also used by the
// service worker, which has no page.
import { drop, everything, keep } from "./vault.js";

const PATIENCE = 10000; // milliseconds
const FIRST_WAIT = 2000, LONGEST_WAIT = 30000;
const RECEIVED = [200, 409, 422]; // the server has read it; anything else is tried again, for 48 hours
const QUEUE = "sending ";
const unkept = []; // where the browser keeps nothing: as long as the page is open
let wait = FIRST_WAIT, timer = 0, number = 0;

// null: it could not leave, or nobody answered in time. Otherwise what was told, with the status.
async function post({ link, place, body }) {
  try {
    const answer = await fetch(`${link}/${place}.json`, {
      method: "POST", body: JSON.stringify(body), keepalive: true, signal: AbortSignal.timeout?.(PATIENCE),
      headers: { "Content-Type": "application/json", "X-Chevet": "1" },
    });
    if (!answer.headers.get("Content-Type")?.startsWith("application/json") || answer.status >= 500 || answer.status === 429) return null;
    return { ...await answer.json(), status: answer.status };
  } catch { return null; }
}

const nameOf = (item) => QUEUE + item.body.key;

export async function waiting(link) {
  const items = [...await everything(QUEUE, link), ...unkept.filter((item) => !link || item.link === link)];
  return items.sort((one, other) => one.at - other.at || one.number - other.number);
}

async function enqueue(item) {
  if (!await keep(item.link, nameOf(item), item).catch(() => false)) unkept.push(item);
}

async function received(item) {
  await drop(item.link, nameOf(item)).catch(() => null);
  const at = unkept.findIndex((one) => nameOf(one) === nameOf(item));
  if (at >= 0) unkept.splice(at, 1);
}

// Tried at once; what cannot leave is kept and null is told. A danger sign never queues behind something else.
export async function send(link, place, body) {
  const item = { link, place, body, at: Date.now(), number: (number += 1) };
  const before = place === "danger" ? [] : (await waiting(link)).filter((one) => one.body.key !== body.key);
  if (!before.length || await flush(link)) {
    const answer = await post(item);
    if (answer) await received(item);
    if (answer) return answer;
  }
  await enqueue(item);
  announce(link);
  again(link);
  return null;
}

// True when nothing waits any more. The first that cannot leave holds the others back: they stay in order.
export async function flush(link) {
  for (const item of await waiting(link)) {
    const answer = await post(ofToday(item));
    if (!answer || !RECEIVED.includes(answer.status)) return false;
    await received(item);
    tell("chevet:sent", { item, answer });
  }
  announce(link);
  return true;
}

// What was typed for another day says how the person was then: it is heard, and does not stand for today's answers.
function ofToday(item) {
  const day = (moment) => new Date(moment).toDateString();
  if (item.place !== "answers" || day(item.at) === day(Date.now())) return item;
  return { ...item, body: { ...item.body, between: true } };
}

function again(link) {
  if (timer || !globalThis.document) return;
  timer = setTimeout(async () => {
    timer = 0;
    wait = Math.min(LONGEST_WAIT, wait * 2);
    if (await flush(link)) wait = FIRST_WAIT;
    else again(link);
  }, wait);
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("answers")).catch(() => null);
}

async function announce(link) {
  tell("chevet:waiting", { count: (await waiting(link)).length });
}

function tell(name, detail) {
  globalThis.document?.dispatchEvent(new CustomEvent(name, { detail }));
}

// On every page of a link: what waits leaves now, and again when the network is back.
export async function start(link) {
  addEventListener("online", () => flush(link).then((all) => all || again(link)));
  if ((await waiting(link)).length && !await flush(link)) {
    announce(link);
    again(link);
  }
}
