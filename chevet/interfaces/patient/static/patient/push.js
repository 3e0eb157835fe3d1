// Asking the browser to be told: only when touched, never by itself. What it gives leaves with an ordinary form.
const form = document.querySelector("[data-push]");
const can = "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
if (form?.dataset.key) form.hidden = !can;

form?.addEventListener("submit", async (event) => {
  if (!form.dataset.key || form.elements.endpoint.value) return;
  event.preventDefault();
  try {
    if (await Notification.requestPermission() !== "granted") throw new Error("denied");
    const worker = await navigator.serviceWorker.ready;
    const given = (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.key })).toJSON();
    Object.assign(form.elements.endpoint, { value: given.endpoint });
    for (const name of ["p256dh", "auth"]) form.elements[name].value = given.keys[name];
    HTMLFormElement.prototype.submit.call(form);
  } catch {
    form.querySelector("[data-denied]").hidden = false;
  }
});
