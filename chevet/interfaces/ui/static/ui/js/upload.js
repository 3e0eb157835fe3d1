// A form with a file works by itself. With this one large photos are made smaller before they leave, a file can be
// dropped, what leaves is seen leaving, and what was typed stays where the file is refused.
const WIDEST = 2600;
const LIGHT = 1_500_000;

export async function smaller(file) {
  if (!/^image\/(jpeg|png|heic|heif)$/.test(file.type) || file.size < LIGHT) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.86 });
    return blob.size < file.size ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file; // a kind that this browser does not draw: the server does
  }
}

function put(input, file) {
  const box = new DataTransfer();
  box.items.add(file);
  input.files = box.files;
}

class Upload {
  constructor(form) {
    this.form = form;
    this.inputs = [...form.querySelectorAll("input[type=file]")];
    form.querySelectorAll("[data-needs-script]").forEach((one) => { one.hidden = false; });
    form.addEventListener("change", (event) => { if (event.target.type === "file") this.take(event.target); });
    form.addEventListener("submit", (event) => this.send(event));
    const place = form.querySelector("[data-drop]");
    for (const kind of ["dragover", "dragleave", "drop"]) place?.addEventListener(kind, (event) => this.drop(event, place));
  }

  drop(event, place) {
    event.preventDefault();
    place.classList.toggle("drop--over", event.type === "dragover");
    const file = event.type === "drop" && event.dataTransfer.files[0];
    if (!file) return;
    put(this.inputs.at(-1), file);
    this.take(this.inputs.at(-1));
  }

  // The last choice counts; the other input is emptied.
  async take(input) {
    const file = input.files[0];
    if (!file) return;
    for (const other of this.inputs) if (other !== input) other.value = "";
    this.ready = smaller(file);
    const light = await this.ready;
    if (light !== file && input.files[0] === file) put(input, light);
    this.say(light.size > Number(input.dataset.largest) ? "tooLarge" : "");
    const chosen = this.form.querySelector("[data-chosen]");
    if (chosen) { chosen.hidden = false; chosen.textContent = `${file.name} (${Math.max(1, Math.round(light.size / 1000))} ko)`; }
  }

  say(code) {
    const place = this.form.querySelector("[data-refused]");
    place.hidden = !code;
    place.textContent = code ? place.dataset[code] : "";
    this.refused = Boolean(code);
  }

  async send(event) {
    event.preventDefault();
    if (this.sending || this.refused) return;
    this.sending = true;
    await this.ready;
    const request = new XMLHttpRequest();
    const bar = this.form.querySelector("[data-progress]");
    bar.hidden = false;
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.firstElementChild.value = (100 * loaded) / total; });
    request.addEventListener("loadend", () => this.done(request, bar));
    request.open("POST", this.form.action);
    request.setRequestHeader("X-Chevet", "upload");
    request.send(new FormData(this.form));
  }

  // Kept: the page to which the server leads. Refused: its page, here, with what was typed.
  done(request, bar) {
    this.sending = false;
    delete this.form.dataset.sent;
    bar.hidden = true;
    if (request.status === 201) return location.assign(request.getResponseHeader("Location"));
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.querySelector("main");
    if (!main?.querySelector("[data-upload]")) return this.say(request.status === 413 ? "tooLarge" : "failed");
    document.querySelector("main").replaceWith(document.importNode(main, true));
    start();
    document.querySelector("[data-error-summary]")?.focus();
  }
}

function start() {
  for (const form of document.querySelectorAll("form[data-upload]")) new Upload(form);
}

start();
