// What waits in the browser until it can leave: sealed by a key that no script can read out, 48 hours at most.
const LIFE = 48 * 3600 * 1000; // milliseconds
let opening;

// null where there is no storage or no cryptography: then nothing is kept, and nothing else changes.
const vault = () => (opening ??= open().catch(() => null));

async function open() {
  if (!globalThis.crypto?.subtle) return null;
  const asked = indexedDB.open("chevet", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("keys");
    asked.result.createObjectStore("kept", { keyPath: "id" });
  };
  const base = await done(asked);
  const key = await keyOf(base);
  const rows = await done(base.transaction("kept").objectStore("kept").getAll());
  await remove(base, rows.filter((row) => Date.now() - row.at > LIFE));
  return { base, key };
}

async function keyOf(base) {
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const store = base.transaction("keys", "readwrite").objectStore("keys");
  return (await done(store.get("own"))) ?? (await done(store.put(fresh, "own")), fresh);
}

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function remove(base, rows) {
  const store = base.transaction("kept", "readwrite").objectStore("kept");
  await Promise.all(rows.map((row) => done(store.delete(row.id))));
}

// A link is an address: only its digest stands in clear.
async function digest(words) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function keep(link, name, value) {
  const { base, key } = (await vault()) ?? {};
  if (!base) return false;
  const [owner, id, iv] = [await digest(link), await digest(`${link} ${name}`), crypto.getRandomValues(new Uint8Array(12))];
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify({ name, value })));
  await done(base.transaction("kept", "readwrite").objectStore("kept").put({ id, owner, iv, sealed, at: Date.now() }));
  return true;
}

export async function kept(link, name) {
  const { base, key } = (await vault()) ?? {};
  const row = base && (await done(base.transaction("kept").objectStore("kept").get(await digest(`${link} ${name}`))));
  return row ? (await opened(key, row))?.value : undefined;
}

// Everything whose name begins so, the oldest first; of one link, or of all of them.
export async function everything(prefix, link) {
  const { base, key } = (await vault()) ?? {};
  if (!base) return [];
  const owner = link && (await digest(link));
  const rows = await done(base.transaction("kept").objectStore("kept").getAll());
  const mine = rows.filter((row) => Date.now() - row.at <= LIFE && (!owner || row.owner === owner));
  const all = await Promise.all(mine.map((row) => opened(key, row)));
  return all.filter((one) => one?.name.startsWith(prefix)).map((one) => one.value);
}

async function opened(key, { iv, sealed }) {
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed)));
  } catch { return null; } // of another key: it will be too old soon
}

export async function drop(link, name) {
  const { base } = (await vault()) ?? {};
  if (base) await remove(base, [{ id: await digest(`${link} ${name}`) }]);
}

export async function forget(link) {
  const { base } = (await vault()) ?? {};
  if (!base) return;
  const owner = await digest(link);
  const rows = await done(base.transaction("kept").objectStore("kept").getAll());
  await remove(base, rows.filter((row) => row.owner === owner));
}
