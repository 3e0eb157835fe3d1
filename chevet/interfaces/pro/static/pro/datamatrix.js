// Reads an INS datamatrix with the camera where the browser can, into the box that a hand scanner types in.
// Nothing needs it: without BarcodeDetector the button stays hidden.

const EVERY = 250;

async function reader() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("data_matrix") ? new BarcodeDetector({ formats: ["data_matrix"] }) : null;
}

function prepare(section, detector) {
  const open = section.querySelector("[data-camera]");
  const view = section.querySelector("[data-camera-view]");
  const video = view.querySelector("video");
  const refused = section.querySelector("[data-camera-refused]");
  let stream = null;

  const close = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    view.hidden = true;
    open.hidden = false;
  };

  const look = async () => {
    if (!stream) return;
    const [found] = await detector.detect(video).catch(() => []);
    if (!found) return void setTimeout(look, EVERY);
    close();
    const box = section.querySelector("input[name$=code]");
    box.value = found.rawValue;
    box.form.requestSubmit();
  };

  open.hidden = false;
  open.addEventListener("click", async () => {
    refused.hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      refused.hidden = false;
      return;
    }
    open.hidden = true;
    view.hidden = false;
    video.srcObject = stream;
    video.play().catch(() => {});
    look();
  });
  view.querySelector("[data-camera-stop]").addEventListener("click", close);
  addEventListener("pagehide", close);
}

const detector = await reader();
if (detector) for (const section of document.querySelectorAll(".code")) prepare(section, detector);
