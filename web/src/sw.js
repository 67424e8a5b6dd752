// Keeps one build of the book in the browser, whole, for reading without a network.
// What is above this line is written by the build: BUILD, its name; FIRST, LATER and LAST,
// the SHA-256 of each file, or its begin, by the file's path. FIRST is what it takes to read,
// LATER to run, LAST what the notebooks load, kept as it is asked for.

const CACHE = `tinyflask ${BUILD}`;
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
  const others = (names) => names.filter((name) => name.startsWith("tinyflask ") && name !== CACHE);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(others(names).map((name) => caches.delete(name)))),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(registration.scope)) return;
  let path = decodeURIComponent(url.pathname.slice(new URL(registration.scope).pathname.length));
  if (path === "" || path.endsWith("/")) path += "index.html";
  if (path in FILES) event.respondWith(answer(event.request, path));
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
