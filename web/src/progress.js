// What a reader did with the exercises, shown in the navigation and on the home page.

import { keys, onChange, recall, remember } from "./store.js";

const KEY = "exercise ";

/**
 * What is known of an exercise: the reader's `text`, the one of `before` it was reset,
 * `tries`, `hints` and whether it was `passed`.
 */
export function stateOf(name) {
  const { text, before, tries, hints, passed } = recall(KEY + name) ?? {};
  const count = (value) => (Number.isInteger(value) && value > 0 ? value : 0);
  return {
    ...(typeof text === "string" && { text }),
    ...(typeof before === "string" && { before }),
    tries: count(tries),
    hints: count(hints),
    passed: passed === true,
  };
}

export const keepState = (name, state) => remember(KEY + name, state);

export const onStateChange = (name, callback) =>
  onChange(KEY + name, () => callback(stateOf(name)));

/** The names of the exercises of which something is known. */
export const known = () => keys(KEY).map((key) => key.slice(KEY.length));

/** Show beside each link to a chapter how many of its exercises are solved. */
export async function showProgress() {
  if (!known().length) return;
  const response = await fetch(new URL("exercises.json", import.meta.url));
  if (!response.ok) return;
  const chapters = await response.json();
  for (const [slug, names] of Object.entries(chapters)) {
    const solved = names.filter((name) => stateOf(name).passed).length;
    const links = document.querySelectorAll(`.md-nav--primary a[href], article table a[href]`);
    for (const link of links) {
      if (!new URL(link.href).pathname.endsWith(`/${slug}/`) || link.hash) continue;
      link.parentElement.querySelector(".book-progress")?.remove();
      if (!solved) continue;
      const note = document.createElement("span");
      note.className = "book-progress";
      note.textContent = `${solved}/${names.length}`;
      note.title = `${solved} of ${names.length} exercises solved`;
      // Not in the link where that is underlined.
      if (link.closest("article")) link.after(" ", note);
      else link.append(" ", note);
    }
  }
}
