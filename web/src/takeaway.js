// What a reader did, as a file: for another browser, another address, or a terminal.

import { button, make } from "./make.js";
import { keepState, known, showProgress, stateOf } from "./progress.js";
import { keys, recall, remember } from "./store.js";

const FILE = "tinyflask.json";

/** All that is kept, as the text of a file. */
function written() {
  const exercises = Object.fromEntries(known().map((name) => [name, stateOf(name)]));
  const blocks = Object.fromEntries(keys("block ").map((key) => [key, recall(key)]));
  return JSON.stringify({ tinyflask: 1, exercises, blocks }, null, 2);
}

/**
 * Take in the text of such a file. What is here already stays, and of exercises the more of
 * both counts. Returns a sentence.
 */
export function takeIn(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    found = null;
  }
  if (found?.tinyflask !== 1) return `That is no file of this book: its name is ${FILE}.`;
  let count = 0;
  const kept = [];
  for (const [name, brought] of Object.entries(found.exercises ?? {})) {
    const here = stateOf(name);
    const state = {
      ...here,
      text: here.text ?? brought.text,
      tries: Math.max(here.tries, brought.tries ?? 0),
      hints: Math.max(here.hints, brought.hints ?? 0),
      passed: here.passed || brought.passed === true,
    };
    // A file ends with an empty line, and what one writes here need not.
    const differ = here.text?.trim() !== brought.text?.trim();
    if (here.text !== undefined && brought.text !== undefined && differ) {
      state.before = brought.text;
      kept.push(name);
    }
    keepState(name, state);
    count += 1;
  }
  for (const [key, brought] of Object.entries(found.blocks ?? {})) {
    if (key.startsWith("block ") && recall(key) === null) remember(key, brought);
  }
  const both = kept.length
    ? ` Of ${kept.join(", ")} there was an answer here already, and it stays; the other one is under Bring it back.`
    : "";
  return `Taken in: ${count} exercises.${both}`;
}

/** Put the two buttons where the page has a place for them. */
export function offerTakeaway() {
  const heading = document.querySelector("#take-it-with-you");
  if (!heading) return;
  const status = make("span", { className: "book-status", role: "status" });
  const save = button("Save to a file", "", () => {
    const href = URL.createObjectURL(new Blob([written()], { type: "application/json" }));
    make("a", { href, download: FILE }).click();
    URL.revokeObjectURL(href);
    status.textContent = `Saved as ${FILE}.`;
  });
  const input = make("input", { type: "file", accept: ".json,application/json", hidden: true });
  input.addEventListener("change", async () => {
    status.textContent = takeIn(await input.files[0].text());
    input.value = "";
    showProgress();
  });
  const load = button("Read from a file", "", () => input.click());
  const toolbar = make("p", { className: "book-toolbar" }, save, load, input, status);
  // Behind the paragraph that says what it is for.
  heading.nextElementSibling.after(toolbar);
}
