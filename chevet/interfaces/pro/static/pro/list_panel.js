// A record beside the list, on a screen that has room for both; its address is the list's with `open`. On a smaller one a
// line is a link, and the record a page.
const WIDE = matchMedia("(min-width: 75em)");
const PAUSE = 350; // milliseconds on a line before its record follows: each look is written down

export class Panel {
  constructor(desk, list) {
    this.desk = desk;
    this.list = list;
    this.place = desk.querySelector("[data-panel]");
  }

  begin() {
    this.place.addEventListener("click", (event) => { if (event.target.closest("[data-close-panel]")) this.close(); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.shown && !document.querySelector("dialog[open], details.menu[open]")) this.close();
    });
    addEventListener("popstate", () => this.fromAddress());
    this.fromAddress();
  }

  fits() { return WIDE.matches; }

  fromAddress() {
    const id = new URLSearchParams(location.search).get("open");
    const line = id && document.getElementById(`line-${id}`);
    if (line && this.fits()) { this.list.stand(line); this.load(line, {}); } else if (id && this.fits()) this.loadFrom(`/pro/follow-ups/${id}`, id, {}); else this.hide();
  }

  open(line, { focus = false } = {}) {
    const link = line.querySelector("[data-open]");
    if (!this.fits()) return location.assign(link.href);
    this.list.stand(line);
    if (this.shown !== line.dataset.line) {
      const address = new URL(location.href);
      address.searchParams.set("open", line.dataset.line);
      history[this.shown ? "replaceState" : "pushState"](null, "", address);
    }
    this.load(line, { focus });
  }

  load(line, options) { return this.loadFrom(line.querySelector("[data-open]").getAttribute("href"), line.dataset.line, options); }

  async loadFrom(href, id, { focus = false }) {
    this.shown = id;
    const answer = await fetch(`${href}/panel`, { headers: { "HX-Request": "true" } }).catch(() => null);
    const elsewhere = answer?.headers.get("HX-Redirect");
    if (elsewhere) return location.assign(elsewhere);
    if (!answer || this.shown !== id) return;
    this.place.innerHTML = await answer.text();
    this.place.hidden = false;
    this.place.scrollTop = 0;
    this.desk.classList.add("desk--open");
    for (const form of this.place.querySelectorAll("form[method=post]:not([data-stays])")) this.comesBack(form);
    globalThis.htmx?.process(this.place);
    document.getElementById(`line-${id}`)?.scrollIntoView({ block: "nearest" });
    if (focus) this.place.querySelector("[data-panel-title]")?.focus({ preventScroll: true });
  }

  comesBack(form) {
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "list", value: location.search.slice(1) });
    if (!form.elements.list) form.append(kept);
  }

  // The record follows the line one stands on, once one has stopped there.
  follow(line) {
    clearTimeout(this.soon);
    if (!this.shown || this.shown === line.dataset.line || !this.fits()) return;
    this.soon = setTimeout(() => this.open(line), PAUSE);
  }

  again(id) {
    const line = document.getElementById(`line-${id}`);
    if (line && this.shown === id) this.load(line, {});
  }

  close() {
    this.hide();
    const address = new URL(location.href);
    address.searchParams.delete("open");
    history.pushState(null, "", address);
    this.list.current?.querySelector("[data-open]").focus({ preventScroll: true });
  }

  hide() {
    this.shown = null;
    this.place.hidden = true;
    this.place.replaceChildren();
    this.desk.classList.remove("desk--open");
  }
}
