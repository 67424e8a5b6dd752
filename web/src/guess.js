// Guess first: a saved output can be covered until its block is run, or somebody asks.

import { RUN_KEYS, button, make } from "./make.js";
import { onChange, recall, remember } from "./store.js";

const KEY = "guess first";
const wanted = () => recall(KEY)?.on === true;

/** What lies over the output that the book has under a block. */
export class Cover {
  #outputs;
  #isUp = false;
  #isLifted = false;

  /**
   * `outputs` are the places of what is covered. `isAsked` is whether the text asks what
   * will come: then it is covered for everybody. `canRun` is whether the block can be run.
   */
  constructor(outputs, { isAsked, draws, canRun }) {
    this.#outputs = outputs;
    this.isAsked = isAsked;
    const words = draws ? "What will it draw?" : "What will it print?";
    const show = button("Show it", "Show what it puts out", () => this.#show());
    this.place = make("p", { className: "book-cover" }, `${words} ${canRun ? "Run it, or " : ""}`, show);
    this.place.hidden = true;
    outputs[0].before(this.place);
    this.follow();
  }

  /** Be there if the text or the reader wants it, until it is lifted. */
  follow() {
    this.#set(!this.#isLifted && (this.isAsked || wanted()));
  }

  /** Be away for good: the reader ran the block, or asked to see. */
  lift() {
    this.#isLifted = true;
    this.follow();
  }

  #set(isUp) {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    this.place.hidden = !isUp;
    for (const each of this.#outputs) each.classList.toggle("book-covered", isUp);
  }

  #show() {
    this.lift();
    const first = this.#outputs.find((each) => each.offsetHeight);
    if (!first) return;
    first.tabIndex = -1;
    first.focus();
  }
}

/** A switch for all outputs of the book, and how one runs a block. `covers` are of this page. */
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
  const keys = make("span", {}, `${RUN_KEYS} runs the block that you are in.`);
  const label = make("label", {}, box, " Show outputs only when I run them");
  return make("p", { className: "book-guess" }, label, " ", keys);
}
