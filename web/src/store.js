// What a reader wrote and did, kept in this browser. It stands under the book's own path, so
// that two editions of it below one address have nothing to do with each other.

import { make } from "./make.js";

const PLACE = `tinyflask ${new URL("../../", import.meta.url).pathname} `;

// What the browser does not keep: it lasts as long as the page.
const unkept = new Map();

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** What was remembered under `key`, an object, or `null`. What is damaged is nothing. */
export function recall(key) {
  if (unkept.has(key)) return unkept.get(key);
  try {
    const found = JSON.parse(localStorage.getItem(PLACE + key));
    return isObject(found) ? found : null;
  } catch {
    return null;
  }
}

/** Remember `value`, an object, under `key`; `null` forgets it. */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(PLACE + key);
    else localStorage.setItem(PLACE + key, JSON.stringify(value));
    unkept.delete(key);
  } catch (error) {
    unkept.set(key, value);
    tell(
      error.name === "QuotaExceededError"
        ? "This browser has no room left for what you write here. It lasts as long as this page is open."
        : "This browser keeps nothing for this site. What you write here lasts as long as this page is open.",
    );
  }
}

/** All keys that begin with `prefix`. */
export function keys(prefix) {
  const found = new Set([...unkept.keys()].filter((key) => unkept.get(key) !== null));
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PLACE)) found.add(key.slice(PLACE.length));
    }
  } catch {
    // It keeps nothing: then there is nothing.
  }
  return [...found].filter((key) => key.startsWith(prefix));
}

/** Call `callback` when another window of this browser remembers something under `key`. */
export function onChange(key, callback) {
  addEventListener("storage", (event) => {
    if (event.key === PLACE + key) callback(recall(key));
  });
}

let told = false;

/** Say once, at the top of the page, what is not as a reader expects. */
function tell(words) {
  if (told) return;
  told = true;
  const notice = make("p", { className: "book-notice", textContent: words });
  notice.setAttribute("role", "status");
  document.querySelector("article h1")?.after(notice);
}

/** A text in a few letters: the same for the same text, and hardly ever for another. */
export function digest(text) {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return ((high >>> 0).toString(36) + (low >>> 0).toString(36)).padStart(14, "0");
}
