// Guess first: a saved output can be covered until its block is run, or somebody asks.

import { button, make } from "./make.js";
import { onChange, recall, remember } from "./store.js";

const KEY = "guess first";
const wanted = () => recall(KEY)?.on === true;

/** What lies over the output that the book has under a block. */
export class Cover {
  #outputs;
  #isUp = false;

  /** `isAsked` is whether the text asks what will come: then it is covered for everybody. */
  constructor(outputs, isAsked, isPicture) {
    this.#outputs = outputs;
    this.isAsked = isAsked;
    const words = isPicture ? "What will it draw?" : "What will it print?";
    const show = button("Show it", "Show the book's output", () => this.#show());
    this.place = make("p", { className: "book-cover" }, `${words} Run it, or `, show);
    this.place.hidden = true;
    outputs[0].before(this.place);
    this.follow();
  }

  /** Be there if the text or the reader wants it. */
  follow() {
    if (this.isAsked || wanted()) this.#set(true);
    else this.lift();
  }

  /** Be away: the block was run, or its reader asked. */
  lift() {
    this.#set(false);
  }

  #set(isUp) {
    // An output that is hidden was followed by another one.
    if (isUp && this.#outputs.some((each) => each.hidden)) return;
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    this.place.hidden = !isUp;
    for (const each of this.#outputs) each.classList.toggle("book-covered", isUp);
  }

  #show() {
    this.lift();
    const [first] = this.#outputs;
    first.tabIndex = -1;
    first.focus();
  }
}

/** A switch for all outputs of the book. `covers` are those of this page. */
export function guessSwitch(covers) {
  const box = make("input", { type: "checkbox", checked: wanted() });
  const follow = () => {
    box.checked = wanted();
    for (const cover of covers) cover.follow();
  };
  box.onchange = () => {
    remember(KEY, box.checked ? { on: true } : null);
    follow();
  };
  onChange(KEY, follow);
  return make("label", { className: "book-guess" }, box, " Show outputs only when I run them");
}
