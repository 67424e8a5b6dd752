// Keeps one build of the book in the browser, whole, for reading without a network.
// What is above this line is written by the build: BUILD, its name; FIRST, LATER and LAST,
// the SHA-256 of each file, or its begin, by the file's path. FIRST is what it takes to read,
// LATER to run, LAST what the notebooks load, kept as it is asked for.

// Under the book's own path: another edition below the same address has caches of its own.
const OURS = `tinyflask ${new URL(registration.scope).pathname} `;
const CACHE = OURS + BUILD;
// How many milliseconds a page waits for the server to say that the book is still there.
const PATIENCE = 2000;
const FILES = { ...FIRST, ...LATER, ...LAST };
const at = (path) => new URL(path, registration.scope).href;

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Fetch a file of this build and keep it. A file of another build is an error. */
async function fetchAndKeep(path, expected) {
  const response = await fetch(at(path), { cache: "no-cache" });
  const kept = response.clone();
  if (!response.ok || !(await sha256(await response.arrayBuffer())).startsWith(expected)) {
    throw new Error(`${path} is not of this build`);
  }
  const cache = await caches.open(CACHE);
  await cache.put(at(path), kept.clone());
  return kept;
}

async function keepAll(files) {
  const cache = await caches.open(CACHE);
  const paths = Object.keys(files);
  // A few at a time, so that a page that is open gets its turn.
  const next = async () => {
    for (let path = paths.pop(); path; path = paths.pop()) {
      if (!(await cache.match(at(path)))) await fetchAndKeep(path, files[path]);
    }
  };
  await Promise.all([next(), next(), next(), next()]);
}

async function answer(request, path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(at(path));
  if (kept) return kept;
  try {
    return await fetchAndKeep(path, FILES[path]);
  } catch {
    return new Response("The book was built anew. Load the page again.", { status: 503 });
  }
}

self.addEventListener("install", (event) => event.waitUntil(keepAll(FIRST)));

self.addEventListener("activate", (event) => {
  event.waitUntil(forget((name) => name !== CACHE));
});

/** Delete those caches of this book that `which` is true of. */
async function forget(which) {
  const names = await caches.keys();
  const found = names.filter((name) => name.startsWith(OURS) && which(name));
  await Promise.all(found.map((name) => caches.delete(name)));
}

/** Whether another program answers now where the book was. */
async function isGone() {
  const signal = AbortSignal.timeout(PATIENCE);
  const asked = { method: "HEAD", cache: "no-store", signal };
  const found = await fetch(at("sw.js"), asked).catch(() => null);
  // No answer is no network, and then there is what is kept.
  if (!found || found.status >= 500) return false;
  return !found.ok || !/javascript/.test(found.headers.get("Content-Type") ?? "");
}

/** Answer a page. Where the book is no longer there, leave, and let the server answer. */
async function answerPage(request, path) {
  if (!(await isGone())) return answer(request, path);
  await forget(() => true);
  await registration.unregister();
  return fetch(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(registration.scope)) return;
  let path = decodeURIComponent(url.pathname.slice(new URL(registration.scope).pathname.length));
  if (path === "" || path.endsWith("/")) path += "index.html";
  const isPage = event.request.mode === "navigate";
  if (path in FILES) event.respondWith((isPage ? answerPage : answer)(event.request, path));
});

self.addEventListener("message", (event) => {
  if (event.data === "keep all") {
    const tell = (word) => event.source.postMessage(word);
    event.waitUntil(keepAll(LATER).then(() => tell("kept"), () => tell("not kept")));
  }
  if (event.data === "take over") {
    // Another page that is open goes on with the build that it began with.
    // Those are not ours: a worker that waits has none of its own yet.
    const pages = clients.matchAll({ type: "window", includeUncontrolled: true });
    const ours = ({ url }) => url.startsWith(registration.scope);
    event.waitUntil(pages.then((open) => open.filter(ours).length <= 1 && skipWaiting()));
  }
});
