// <form data-passkey="get|create">: asks the device for a passkey when the form is sent, then sends its answer in the
// hidden field "credential". The server's options stand in #passkey-options, or at data-passkey-options (JSON).
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function opened(options) {
  const key = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: toBytes(key.user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"])
    if (key[name]) key[name] = key[name].map((one) => ({ ...one, id: toBytes(one.id) }));
  return key;
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  const { id, type } = credential;
  return JSON.stringify({ id, type, rawId: toText(credential.rawId), response, clientExtensionResults: credential.getClientExtensionResults() });
}

async function askServer(form) {
  const address = form.dataset.passkeyOptions;
  if (!address) return JSON.parse(document.getElementById("passkey-options").textContent);
  return (await fetch(address, { headers: { Accept: "application/json" } })).json();
}

async function askDevice(form) {
  const options = await askServer(form);
  if (form.dataset.passkey === "get") return navigator.credentials.get({ publicKey: opened(options.request_options) });
  const publicKey = opened(options.creation_options);
  publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return navigator.credentials.create({ publicKey });
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  form.hidden = false;
  form.setAttribute("data-resend", "");
  const status = form.querySelector("[data-passkey-refused]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "";
    try {
      form.elements.credential.value = written(await askDevice(form));
      form.submit();
    } catch { status.textContent = status.dataset.passkeyRefused; }
  });
}
