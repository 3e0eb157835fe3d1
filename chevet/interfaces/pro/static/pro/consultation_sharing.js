// What is shown to everybody by dropping it on the picture: it goes into the record, shown to the patient, and its pages
// onto the board. A picture is on the board before it is kept.
const SMALL = 900_000;
const LARGE = 10_000_000;

export class Sharing {
  constructor({ cockpit, call, board, stage, say, token }) {
    Object.assign(this, { cockpit, call, board, stage, say, token });
    const drop = cockpit.querySelector("[data-drop]"), field = cockpit.querySelector("[data-file]");
    field.addEventListener("change", () => { this.take(field.files); field.value = ""; });
    for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { if (event.dataTransfer.types.includes("Files")) { event.preventDefault(); drop.classList.add("is-over"); } });
    for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("is-over"));
    drop.addEventListener("drop", (event) => { event.preventDefault(); this.take(event.dataTransfer.files); });
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => event.preventDefault());
    cockpit.addEventListener("click", ({ target }) => { const one = target.closest("[data-show-document]"); if (one) this.present(one.dataset); });
  }

  async take(files) {
    for (const file of files) await this.share(file);
  }

  async share(file) {
    if (file.size > LARGE) return this.say("tooLarge");
    const picture = file.type.startsWith("image/");
    if (picture) await this.board.show(await drawn(file), { title: file.name });
    this.say("keeps", file.name);
    const kept = await this.keep(file, file.name, picture ? "photo" : "other");
    if (!kept) return;
    this.say("shown", file.name);
    this.call.tellAll({ document: { id: kept.id, title: file.name } });
    document.body.dispatchEvent(new CustomEvent("chevet:documents"));
    if (!picture) this.present({ showDocument: kept.previews, pages: kept.pages, title: file.name });
  }

  // Resolves to {id, pages, previews} or nothing, and says why not.
  async keep(blob, name, category) {
    const form = new FormData();
    form.append("file", blob, name);
    form.append("title", name.slice(0, 120));
    form.append("category", category);
    form.append("key", crypto.randomUUID());
    const answer = await fetch(this.cockpit.dataset.documents, { method: "POST", body: form, headers: { "X-CSRFToken": this.token, Accept: "application/json" } }).catch(() => null);
    const said = await answer?.json().catch(() => ({}));
    if (answer?.ok) return said;
    this.cockpit.querySelector("[data-told]").textContent = said?.why ?? this.cockpit.querySelector("[data-told]").dataset.failed;
    return null;
  }

  // Pages of a document that is in the record already: fetched here, sent over the line, never by an address.
  async present({ showDocument, pages, page = 1, title = "" }) {
    const answer = await fetch(showDocument.replace("/0", `/${page - 1}`)).catch(() => null);
    if (!answer?.ok) return this.say("noPreview");
    await this.board.show(await answer.blob(), { title, page: Number(page), pages: Number(pages) });
    this.turn({ showDocument, pages: Number(pages), page: Number(page), title });
  }

  turn(at) {
    const bar = this.cockpit.querySelector("[data-pages]");
    bar.hidden = at.pages < 2;
    for (const [name, by] of [["before", -1], ["after", 1]]) {
      const button = bar.querySelector(`[data-page-${name}]`);
      button.disabled = at.page + by < 1 || at.page + by > at.pages;
      button.onclick = () => this.present({ ...at, page: at.page + by });
    }
  }

  // A still that the patient gave: offered here, kept only when the professional says so.
  async receive(blob) {
    const clean = await drawn(blob).catch(() => null);
    if (!clean) return;
    const stills = this.cockpit.querySelector("[data-stills]"), url = URL.createObjectURL(clean);
    const item = document.createElement("li"), picture = Object.assign(document.createElement("img"), { src: url, alt: stills.dataset.alt });
    const away = () => { URL.revokeObjectURL(url); item.remove(); };
    const acts = Object.assign(document.createElement("div"), { className: "cluster" });
    acts.append(
      button(stills.dataset.keep, "secondary", async () => { if (await this.keep(clean, stills.dataset.alt, "photo")) { this.say("kept"); away(); document.body.dispatchEvent(new CustomEvent("chevet:documents")); } }),
      button(stills.dataset.point, "quiet", () => this.board.show(clean, { title: stills.dataset.alt })),
      button(stills.dataset.drop, "quiet", away),
    );
    item.append(picture, acts);
    stills.prepend(item);
  }
}

function button(words, kind, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: `button button--${kind}`, textContent: words });
  made.addEventListener("click", act);
  return made;
}

// Drawn anew: what a file says of place, hour and device stays here, and a large photo travels smaller.
async function drawn(file) {
  const picture = await createImageBitmap(file);
  let blob;
  for (let side = 3000; side > 600; side *= 0.8) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
    if (blob.size < SMALL) break;
  }
  picture.close();
  return blob;
}
