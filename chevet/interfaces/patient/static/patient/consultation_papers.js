// A photo or a paper leaves from where one waits or talks: the choice is the sending. What left is listed below, what was
// refused says why. `sent` is called with {id, title} of each that was kept.
import { smaller } from "../ui/js/upload.js";

const LARGEST = 10_000_000;

export function papers(form, icons, sent) {
  const list = form.querySelector("[data-list]"), bar = form.querySelector("[data-progress]"), problem = form.querySelector("[data-refused]");
  const inputs = [...form.querySelectorAll("input[type=file]")];

  form.elements.key.value = crypto.randomUUID(); // there are two such forms on the page

  function tick() {
    const SVG = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
    drawing.setAttribute("class", "icon");
    drawing.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${icons}#circle-check`);
    drawing.append(use);
    return drawing;
  }

  function refuse(words) {
    problem.textContent = words;
    problem.hidden = !words;
  }

  function done(request, title) {
    bar.hidden = true;
    inputs.forEach((one) => { one.disabled = false; one.value = ""; });
    if (request.status !== 201) return refuse(request.status === 413 ? form.dataset.tooLarge : said(request) || form.dataset.failed);
    const line = document.createElement("li");
    line.append(tick(), `${title} · ${form.dataset.told}`);
    list.append(line);
    sent({ id: form.elements.key.value, title });
    form.elements.key.value = crypto.randomUUID();
  }

  // The page that refuses carries the sentence beside its field.
  function said(request) {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    return page.querySelector(".field .errorlist li, .field .field__error")?.textContent.trim() ?? "";
  }

  async function leave(input) {
    const [file] = input.files;
    if (!file) return;
    const isPhoto = input.name === "photo" || file.type.startsWith("image/"), title = isPhoto ? "" : file.name.replace(/\.\w{1,5}$/, "").slice(0, 60);
    refuse("");
    inputs.forEach((one) => { one.disabled = true; });
    bar.hidden = false;
    bar.firstElementChild.value = 0;
    const light = await smaller(file);
    if (light.size > LARGEST) return done({ status: 413 }, "");
    const body = new FormData(form), request = new XMLHttpRequest();
    body.delete("photo");
    body.set("file", light, light.name);
    body.set("category", isPhoto ? "photo" : "other");
    body.set("title", title);
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.firstElementChild.value = (100 * loaded) / total; });
    request.addEventListener("loadend", () => done(request, title || form.dataset.photo));
    request.open("POST", form.action);
    request.setRequestHeader("X-Chevet", "upload");
    request.send(body);
  }

  inputs.forEach((one) => one.addEventListener("change", () => leave(one)));
}
