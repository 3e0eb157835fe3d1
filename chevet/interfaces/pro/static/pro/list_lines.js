// Lines that arrive, change and go, without moving what is under the pointer or has the focus. What would move it waits
// behind a button that says how much waits; it is shown at once when the hand goes elsewhere.
const REST = 800; // milliseconds after the pointer and the focus have left
const CALM = 5_000; // milliseconds at least between two looks at what asks for nothing
const KEPT = "chevet.line";

const template = document.createElement("template");
function drawn(html) {
  template.innerHTML = html;
  return template.content.firstElementChild;
}

export class List {
  constructor(desk) {
    this.desk = desk;
    this.lines = desk.querySelector("[data-lines]");
    this.banner = desk.querySelector("[data-arrivals]");
    this.waiting = new Map();
    this.onStand = this.onChange = () => {};
  }

  begin() {
    this.desk.addEventListener("chevet:lines", (event) => { event.preventDefault(); this.take(event.detail); });
    this.desk.addEventListener("chevet:refresh", (event) => { event.stopPropagation(); this.again(); });
    this.desk.addEventListener("chevet:late", (event) => this.late(event.detail));
    this.desk.addEventListener("focusin", (event) => { const one = event.target.closest("[data-line]"); if (one) this.stand(one); });
    this.desk.addEventListener("pointerdown", (event) => { const one = event.target.closest("[data-line]"); if (one) this.stand(one); });
    for (const left of ["pointerleave", "focusout"]) this.desk.addEventListener(left, () => this.later());
    this.banner.querySelector("[data-show-arrivals]").addEventListener("click", () => this.showArrivals());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.showArrivals(); });
    // without its line the page asks now and then
    setInterval(() => { if (document.getElementById("live-age").dataset.lost === "yes") this.again(); }, 60_000 * (1 + Math.random() / 4));
    for (const one of this.all()) this.dress(one);
    const before = document.getElementById(`line-${sessionStorage.getItem(KEPT)}`);
    if (before) this.stand(before, { focus: true });
    else if (this.lines.firstElementChild) this.stand(this.lines.firstElementChild);
  }

  all() { return [...this.lines.children]; }
  get current() { return this.lines.querySelector("[aria-current]"); }

  // Where one stands.
  stand(one, { focus = false } = {}) {
    const before = this.current;
    if (before !== one) {
      before?.removeAttribute("aria-current");
      one.setAttribute("aria-current", "true");
      sessionStorage.setItem(KEPT, one.dataset.line);
    }
    if (focus) { one.querySelector("[data-open]").focus({ preventScroll: true }); one.scrollIntoView({ block: "nearest" }); }
    if (before !== one || focus) this.onStand(one);
  }

  step(by) {
    const all = this.all();
    const at = all.indexOf(this.current);
    const to = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))];
    if (to) this.stand(to, { focus: true });
  }

  first(wanted) {
    const one = this.all().find(wanted);
    if (one) this.stand(one, { focus: true });
  }

  // What arrives: {lines: [{id, html}], counts, held, again}. A calm line has nothing to do: it is not drawn, and only the list of
  // everybody, which shows it all the same, looks again after a while.
  take({ lines = [], counts, held, again }) {
    if (again) return setTimeout(() => this.again(), Math.random() * 2000);
    if (counts) this.count(counts, held ?? []);
    const everybody = this.desk.dataset.view === "team";
    for (const { id, html, calm } of lines) if (!calm || !everybody) this.put(id, html ? drawn(html) : null);
    if (everybody && lines.some((one) => one.calm)) this.againSoon();
    this.tell();
  }

  againSoon() {
    this.soon ??= setTimeout(() => { this.soon = undefined; this.again(); }, CALM * (1 + Math.random()));
  }

  async again() {
    const answer = await fetch(this.desk.dataset.again, { headers: { "HX-Request": "true" } }).catch(() => null);
    const elsewhere = answer?.headers.get("HX-Redirect");
    if (elsewhere) return location.assign(elsewhere);
    if (!answer?.ok) return;
    template.innerHTML = await answer.text();
    const fresh = template.content.querySelector("#lines");
    const here = new Map([...fresh.querySelectorAll("[data-line]")].map((one) => [one.dataset.line, one]));
    this.count(JSON.parse(fresh.dataset.counts), JSON.parse(fresh.dataset.held));
    this.late(fresh.dataset.late === "yes");
    for (const one of this.all()) if (!here.has(one.dataset.line)) this.put(one.dataset.line, null);
    for (const [id, one] of here) this.put(id, one, { known: true });
    this.tell();
  }

  // One line as it is now; null when it is not here any more.
  put(id, fresh, { known = false } = {}) {
    const old = document.getElementById(`line-${id}`);
    if (fresh && !known && !this.belongs(fresh)) fresh = null;
    if (!fresh && !old) return this.waiting.delete(id);
    if (fresh && !old && !known && this.desk.dataset.page !== "1") return;
    const place = fresh && this.place(fresh, old);
    if (fresh && old && this.isAt(old, place)) return this.change(old, fresh);
    if (this.disturbs(old, place, fresh)) return this.wait(id, old, fresh);
    this.apply(old, place, fresh);
  }

  // It says at once what it has become, and goes to its place later.
  wait(id, old, fresh) {
    if (old && fresh) this.change(old, fresh);
    if (old && !fresh) old.classList.add("line--gone");
    this.waiting.set(id, fresh);
  }

  place(fresh, old) {
    if (["to_call", "aside"].includes(this.desk.dataset.view)) return old ?? null;
    return this.all().find((one) => one !== old && !this.waits(one) && one.dataset.rank > fresh.dataset.rank) ?? null;
  }

  waits(one) { return this.waiting.has(one.dataset.line); }

  // Lines that are about to go elsewhere do not count as neighbours.
  isAt(old, place) {
    let next = old.nextElementSibling;
    while (next && this.waits(next)) next = next.nextElementSibling;
    return place === old || next === place;
  }

  change(old, fresh) {
    this.waiting.delete(old.dataset.line);
    if (old === fresh) return;
    this.dress(fresh);
    const box = fresh.querySelector("input[name=line]");
    box.checked = old.querySelector("input[name=line]").checked;
    if (old.matches("[aria-current]")) fresh.setAttribute("aria-current", "true");
    const marks = [...old.querySelectorAll("a, button, input")];
    const at = marks.indexOf(document.activeElement);
    old.replaceWith(fresh);
    if (at >= 0) ([...fresh.querySelectorAll("a, button, input")][at] ?? fresh.querySelector("[data-open]")).focus({ preventScroll: true });
  }

  apply(old, place, fresh) {
    if (old && fresh) { this.change(old, fresh); this.lines.insertBefore(fresh, place); return; }
    if (fresh) { this.waiting.delete(fresh.dataset.line); this.dress(fresh); fresh.classList.add("line--new"); this.lines.insertBefore(fresh, place); return; }
    const next = old.matches("[aria-current]") ? old.nextElementSibling ?? old.previousElementSibling : null;
    const focused = old.contains(document.activeElement);
    this.waiting.delete(old.dataset.line);
    old.remove();
    if (next) this.stand(next, { focus: focused });
  }

  // Does this happen above what the hand or the eye is on, or to it?
  disturbs(old, place, fresh) {
    const held = this.held();
    if (!held) return false;
    if (old === held) return Boolean(fresh) || held.matches(":hover");
    const above = (one) => one && (held.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
    return Boolean(above(old) || (fresh && (place === held || above(place))));
  }

  held() {
    return this.lines.querySelector("[data-line]:hover") ?? document.activeElement?.closest?.("[data-line]");
  }

  later() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => { if (!this.held()) this.showArrivals(); }, REST);
  }

  showArrivals() {
    const kept = this.current;
    const top = kept?.getBoundingClientRect().top;
    for (const [id, fresh] of [...this.waiting]) {
      const old = document.getElementById(`line-${id}`);
      if (old || fresh) this.apply(old, fresh && this.place(fresh, old), fresh);
    }
    this.waiting.clear();
    if (kept?.isConnected && kept.contains(document.activeElement)) window.scrollBy(0, kept.getBoundingClientRect().top - top);
    this.tell();
  }

  tell() {
    const words = this.banner.querySelector("[data-one]");
    // a line that one stands on and changes oneself is no news
    const news = [...this.waiting].filter(([id]) => id !== this.current?.dataset.line).map(([, one]) => one);
    const number = news.length;
    this.banner.hidden = !number;
    words.textContent = number === 1 ? words.dataset.one : words.dataset.many.replace("{}", number);
    this.banner.classList.toggle("arrivals--red", news.some((one) => one?.dataset.severity === "3"));
    const some = this.lines.children.length > 0;
    this.lines.hidden = !some;
    this.desk.querySelector("[data-empty]").hidden = some;
    this.onChange();
  }

  belongs(line) {
    const { view, me, severities, pathway, riskOnly } = this.desk.dataset;
    const { views, holder, severity } = line.dataset;
    const seen = view === "mine" ? holder === me && severity !== "0" : views.split(" ").includes(view);
    return seen && (!severities || severities.split(" ").includes(severity)) && (!pathway || line.dataset.pathway === pathway)
      && (riskOnly === undefined || line.dataset.risk !== undefined);
  }

  // What a line drawn for the whole team cannot know: who looks, and with which keys.
  dress(line) {
    const name = line.querySelector("[data-holder-name]");
    if (name && line.dataset.holder === this.desk.dataset.me) name.textContent = this.desk.dataset.byMe;
    for (const key of line.querySelectorAll("[data-key-of]")) {
      key.textContent = document.querySelector(`#keys [data-act="${key.dataset.keyOf}"]`)?.dataset.key ?? "";
      key.hidden = false;
    }
  }

  count(counts, held) {
    const numbers = { ...counts, mine: held.filter((one) => one === this.desk.dataset.me).length };
    for (const place of document.querySelectorAll("[data-count]")) {
      const number = numbers[place.dataset.count];
      if (number !== undefined && number !== null) place.textContent = number >= 1000 ? "999+" : number || "";
    }
    const badges = document.querySelectorAll(".worklist-counts [data-number]");
    ["red", "orange", "tasks"].forEach((name, at) => {
      if (!badges[at]) return;
      badges[at].dataset.number = numbers[name];
      badges[at].querySelector(".badge__detail").textContent = numbers[name];
    });
    document.querySelector("[data-red-count]").dataset.redCount = numbers.red;
  }

  late(late) { document.querySelector("[data-late-notice]").hidden = !late; }
}
