// An exercise of the chapter: its task, an editor, a check, hints and a solution.

import { RUN_KEYS, bringNear, button, make } from "./make.js";
import { Stopped } from "./python.js";
import { keepState, onStateChange, showProgress, stateOf } from "./progress.js";

// How many of the expectations that are not met are named.
const NAMED = 4;

export class Exercise {
  #book;
  #told;
  #editor = null;
  #asked = false;
  #status = make("span", { className: "book-status", role: "status" });
  #verdict = make("div", { className: "book-verdict" });
  #hints = make("div", { className: "book-hints" });
  #check = button("Check", `${RUN_KEYS} in the editor`, () => this.#book.run([this]));
  #stop = button("Stop", "End what runs", () => this.#book.python.stop());
  #hint = button("Hint", "One more each time", () => this.#giveHint());
  #solution = button("Solution", "", () => this.#giveSolution());
  #reset = button("Reset", "Begin again", () => this.#goBack());
  #undo = button("Bring it back", "Put your own answer back", () => this.#bringBack());

  /** `told` is what the book tells of it: its name, task, source, hints and so on. */
  constructor(book, told, paragraph) {
    this.#book = book;
    this.#told = told;
    this.opener = button("Do it here", "", () => this.#toggle());
    const link = paragraph.querySelector(`a[href$="exercises/${told.name}.py"]`);
    link?.addEventListener("click", (event) => {
      // Otherwise it leads to the file.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (this.place.hidden) this.#toggle();
    });
    this.mark = make("span", { className: "book-mark" });
    paragraph.append(" ", this.opener, " ", this.mark);
    this.place = make("section", { className: "book-exercise", hidden: true });
    this.place.setAttribute("aria-label", told.title);
    paragraph.after(this.place);
    this.#showMark();
    onStateChange(told.name, ({ text }) => {
      // Another window of this browser, which somebody turned to after this one.
      if (!document.hasFocus()) this.#editor?.replace(text ?? told.source);
      this.#showMark();
    });
    if (this.#state.text !== undefined) this.open();
  }

  get #state() {
    return stateOf(this.#told.name);
  }

  #keep(change) {
    keepState(this.#told.name, { ...this.#state, ...change });
  }

  get source() {
    return this.#editor?.text() ?? this.#state.text ?? this.#told.source;
  }

  say(words) {
    this.#status.textContent = words;
  }

  show(current) {
    this.#check.disabled = current !== null;
    this.#stop.disabled = current !== this;
  }

  /** Open it and bring it into the window, or put it away. */
  async #toggle() {
    if (this.place.hidden) {
      await this.open();
      bringNear(this.place);
    } else {
      this.opener.textContent = "Do it here";
      this.place.hidden = true;
    }
  }

  async open() {
    this.opener.textContent = "Put it away";
    this.place.hidden = false;
    if (this.#editor || this.place.hasChildNodes()) return;
    const toolbar = make("div", { className: "book-toolbar" });
    toolbar.append(this.#check, this.#hint, this.#solution, this.#reset, this.#stop);
    toolbar.append(this.#undo, this.#status);
    this.#stop.disabled = true;
    this.#undo.hidden = this.#state.before === undefined;
    const place = make("div", { className: "book-editor" });
    const task = make("div", { className: "book-task", innerHTML: this.#told.task });
    this.place.append(task, place, toolbar, this.#verdict, this.#hints);
    const heading = (textContent) => make("p", { className: "book-part", textContent });
    const { into, program } = this.#told;
    const read = make("div", { className: "book-editor" });
    if (program) place.before(heading("The program"), read, heading("What it prints"));
    else if (into) place.before(heading(into));
    // An earlier edition may have had more of them.
    const hints = this.#told.hints.slice(0, this.#state.hints);
    hints.forEach((_, number) => this.#addHint(number));
    this.place.append(this.#foldTests());
    const { edit, show } = await import("./editor.js");
    if (program) show({ parent: read, text: program, name: "The program" });
    this.#editor = edit({
      parent: place,
      text: this.source,
      name: this.#told.title.replace(/\.$/, ""),
      isPython: true,
      isNumbered: true,
      run: () => this.#book.run([this]),
      changed: (text) => this.#keep({ text: text === this.#told.source ? undefined : text }),
    });
  }

  /** The tests, one click away. */
  #foldTests() {
    const { tests } = this.#told;
    const place = make("div", { className: "book-editor" });
    const summary = make("summary", { textContent: `The tests (${tests.split("\n").length} lines)` });
    const fold = make("details", {}, summary, place);
    const fill = async () => {
      const { show } = await import("./editor.js");
      show({ parent: place, text: tests, name: "The tests" });
    };
    fold.addEventListener("toggle", fill, { once: true });
    return fold;
  }

  /** Have the answer judged. */
  async execute(python) {
    this.say("Checking.");
    try {
      const message = { kind: "judge", name: this.#told.name, source: this.source };
      const verdict = JSON.parse(await python.ask(message));
      this.#keep({ tries: this.#state.tries + 1 });
      this.#showVerdict(verdict);
    } catch (error) {
      this.say(
        error instanceof Stopped
          ? "Stopped. Does your answer come to an end?"
          : `Python failed: ${error.message}. The next run starts it anew.`,
      );
    }
    return true;
  }

  #showVerdict({ share, results, printed }) {
    const line = (sign, words, className) => make("p", { className }, `${sign} ${words}`);
    const met = results.filter((each) => each.problem === null);
    const unmet = results.filter((each) => each.problem !== null);
    const lines = met.length ? [line("✓", share, "book-met")] : [];
    if (unmet.length) {
      const [first, ...rest] = unmet.slice(0, NAMED).map((each) => line("✗", each.expectation, "book-unmet"));
      const problem = make("p", { className: "book-problem", textContent: unmet[0].problem });
      lines.push(first, problem, ...rest);
      if (unmet.length > NAMED) lines.push(make("p", {}, `and ${unmet.length - NAMED} more after that`));
      this.say("Not yet.");
    } else {
      lines.push(make("div", { className: "book-learnt", innerHTML: this.#told.learnt }));
      this.say("Solved.");
      this.#keep({ passed: true });
      this.#showMark();
      showProgress();
    }
    if (printed.trim()) {
      const pre = make("pre", { className: "book-stream", tabIndex: 0, textContent: printed.trimEnd() });
      lines.push(make("p", {}, "It printed:"), pre);
    }
    this.#verdict.replaceChildren(...lines);
  }

  #giveHint() {
    const given = this.#state.hints;
    const all = this.#told.hints.length;
    if (given < all) {
      this.#addHint(given);
      this.#keep({ hints: given + 1 });
      this.say(`Hint ${given + 1} of ${all}.`);
    } else {
      this.say("That was the last hint.");
    }
  }

  #addHint(number) {
    this.#hints.append(make("div", { innerHTML: this.#told.hints[number] }));
  }

  async #giveSolution() {
    if (!this.#state.tries && !this.#asked) {
      this.#asked = true;
      return this.say("Try it first. Or ask once more, and here it is.");
    }
    if (!this.place.querySelector(".book-solution")) {
      const { show } = await import("./editor.js");
      const place = make("div", { className: "book-editor book-solution" });
      this.#hints.after(place);
      show({ parent: place, text: this.#told.solution, name: "One solution" });
    }
    return this.say("One solution is below.");
  }

  #goBack() {
    const before = this.source;
    this.#editor?.replace(this.#told.source);
    if (before !== this.#told.source) {
      this.#keep({ text: undefined, before });
      this.#undo.hidden = false;
    }
    this.#verdict.replaceChildren();
    this.say("This is what you began with.");
  }

  #bringBack() {
    const text = this.#state.before;
    this.#editor?.replace(text);
    this.#keep({ text, before: undefined });
    this.#undo.hidden = true;
    this.say("Your own answer is back.");
  }

  #showMark() {
    this.mark.textContent = this.#state.passed ? "✓ solved" : "";
  }
}
