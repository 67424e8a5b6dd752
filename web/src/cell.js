// A block of the chapter that can be run: its editor, its buttons, its output.

import { unfold } from "./fold.js";
import { Cover } from "./guess.js";
import { RUN_KEYS, bringNear, button, make } from "./make.js";
import { Stepping } from "./stepping.js";
import { Stopped } from "./python.js";
import { Visiting } from "./visit.js";
import { digest, onChange, recall, remember } from "./store.js";

const NEEDS = /^# On your own machine: this needs ([\w ]+)\.\n/;
// So much of an output has to be in the window, in pixels, for one to see that it is there.
const SEEN = 60;
// More than anybody reads, and less than makes a browser slow. Python stops a little
// before, and says so; this is for what it gives at once, such as a long value.
const LONGEST = 110_000;
// Pictures of a request, which was recorded for them.
const RECORDED = ".diagram:is([data-kind=trace], [data-kind=life])";
// What Python says where a block above has not run.
const LACKS = /^(NameError: name .* is not defined|(ImportError|ModuleNotFoundError): )/m;

/** Text as the chapter writes it under a block. */
const tidied = (text) =>
  text.split("\n").map((line) => line.trimEnd()).join("\n").replace(/^\n+|\n+$/g, "");

export class Cell {
  #book;
  #editor = null;
  #saved = [];
  #output = make("div", { className: "book-output" });
  #status = make("span", { className: "book-status", role: "status" });
  #run = button("Run", `${RUN_KEYS} in the editor`, () => this.#runAndShow());
  #above = button("Run all above", "Start anew, with all blocks before this one", () =>
    this.#book.runAbove(this),
  );
  #stop = button("Stop", "End what runs, and Python with it", () => this.#book.python.stop());
  #mine = make("span", { className: "book-mine" });
  #reset = button("Reset", "Go back to the book's text and output", () => this.#goBack());
  #undo = button("Bring it back", "Put your own text back", () => this.#bringBack());
  #copy = button("Copy", "Copy the code", () => this.#copyOut());
  #stepping = null;
  /** The source that ran last, and whether that ended with an error that the book has not. */
  ranAs = null;
  hasFailed = false;
  /** What lies over the saved output, if there is one. */
  cover = null;
  #key;
  // What the reader had before Reset, or before the book's own text became another one.
  #before = null;
  #text = "";
  #shown = 0;
  #isOld = false;

  constructor(book, block, id) {
    this.#book = book;
    this.block = block;
    this.id = id;
    this.section = id.slice(0, id.lastIndexOf(" "));
    this.title = block.querySelector(".filename")?.textContent ?? null;
    this.original = block.querySelector("code").textContent.replace(/\n$/, "");
    this.needs = NEEDS.exec(this.original)?.[1] ?? null;
    let next = block.nextElementSibling;
    for (; next?.matches(".language-output, .diagram"); next = next.nextElementSibling) {
      this.#saved.push(next);
    }
    const toolbar = make("div", { className: "book-toolbar" });
    if (this.needs) {
      this.say(`A browser has no ${this.needs}. Run this one on your own machine.`);
    } else {
      // All that may come and go stands last: a second click must not hit another button.
      toolbar.append(this.#run, this.#above, this.#reset, this.#stop, this.#copy);
      toolbar.append(this.#undo, this.#mine);
      this.#undo.hidden = true;
      // A page that did not come over HTTPS, or from this machine, may not.
      this.#copy.hidden = !navigator.clipboard;
    }
    toolbar.append(this.#status);
    block.classList.add("book-cell");
    block.append(toolbar);
    block.after(this.#output);
    if (this.#saved.some((each) => each.matches(RECORDED))) this.#offerSteps();
    if (this.#saved.length && !this.title) {
      // Where the text above ends with a question, the reader is to have a guess.
      const above = block.previousElementSibling;
      const isAsked = above?.matches("p") && /\?\s*$/.test(above.textContent);
      const draws = this.#saved.some((each) => each.matches(".diagram"));
      this.cover = new Cover([this.#output, ...this.#saved], { isAsked, draws, canRun: !this.needs });
    }
  }

  /** Have one step through what this block draws. */
  #offerSteps() {
    if (this.#stepping || this.needs) return;
    this.#stepping = new Stepping(() => this.#book.record(this), this.say.bind(this));
    (this.#saved.at(-1) ?? this.#output).after(this.#stepping.place);
  }

  /** What this block is kept under, by its text: `nth` of the same text in the chapter. */
  identify(nth) {
    this.#key = `block ${this.#book.chapter} ${digest(this.original)} ${nth}`;
    // Another window of this browser, which somebody turned to after this one.
    onChange(this.#key, (kept) => {
      if (!document.hasFocus()) this.#editor?.replace(kept?.text ?? this.original);
    });
    return this.#key;
  }

  /** Offer a text that the reader wrote when the book had another one here. */
  offer(key, { text, original }) {
    this.#before = { key, text };
    this.#undo.hidden = false;
    this.say("The book's text has changed since you changed this block.");
    const both = make("details", { className: "book-before" });
    both.append(
      make("summary", { textContent: "Compare" }),
      make("p", { textContent: "What you wrote:" }),
      make("pre", { textContent: text, tabIndex: 0 }),
      make("p", { textContent: "The book's text, when you changed it:" }),
      make("pre", { textContent: original, tabIndex: 0 }),
    );
    this.#output.after(both);
  }

  /** What the reader made of the block, in this visit or an earlier one. */
  get source() {
    return this.#editor?.text() ?? recall(this.#key)?.text ?? this.original;
  }

  /** What its last run put out, as text. */
  get text() {
    return tidied(this.#text);
  }

  get status() {
    return this.#status.textContent;
  }

  say(words) {
    this.#status.textContent = words;
  }

  focus() {
    this.#run.focus();
  }

  /** Show what can be done while `current`, a cell or none, is running. */
  show(current) {
    const isChanged = this.#mark();
    this.#run.disabled = current !== null;
    this.#above.disabled = current !== null || this.#book.cells[0] === this;
    this.#stepping?.enable(current === null);
    this.#stop.disabled = current !== this;
    this.#reset.disabled = !isChanged && !this.#output.hasChildNodes();
  }

  /** Say whose text this is, and whose output. Returns whether it is the reader's. */
  #mark() {
    const isChanged = this.source !== this.original;
    this.block.classList.toggle("book-changed", isChanged);
    this.#mine.hidden = !isChanged;
    const [first] = this.#saved;
    this.#mine.textContent =
      first && !first.hidden ? "Changed by you. The output is the book's." : "Changed by you";
    return isChanged;
  }

  /** A block above has another text than what was recorded. */
  outdate() {
    this.#stepping?.outdate();
  }

  /** Run this block alone, and bring what it put out into the window. */
  async #runAndShow() {
    await this.#book.run([this]);
    const { height, top } = this.#output.getBoundingClientRect();
    if (height && top > innerHeight - SEEN) bringNear(this.#output);
  }

  async #copyOut() {
    const copying = navigator.clipboard.writeText(`${this.source}\n`);
    this.say(await copying.then(() => "Copied.", () => "This browser does not allow it."));
  }

  /** Make the block an editor. */
  async open() {
    if (this.#editor || this.needs) return;
    const { edit } = await import("./editor.js");
    // While the editor was on its way, a second call may have come first.
    if (this.#editor) return;
    const place = make("div", { className: "book-editor" });
    const source = this.source;
    this.#editor = edit({
      parent: place,
      text: source,
      name: this.title ?? "Experiment",
      isPython: this.block.matches(".language-python"),
      isNumbered: !this.title,
      run: () => this.#runAndShow(),
      changed: (text) => this.#keep(text),
    });
    this.block.querySelector("pre").replaceWith(place);
  }

  /** Have it run. Resolves to false where nothing should run after it. */
  async execute(python) {
    if (this.needs) return true;
    this.ranAs = this.source;
    this.hasFailed = false;
    const message = this.title
      ? { kind: "type", cell: this.id, title: this.title, source: `${this.source}\n` }
      : { kind: "run", source: this.source };
    this.#isOld = true;
    this.say("Running.");
    this.#output.setAttribute("aria-busy", "true");
    try {
      await python.start();
      this.say("Running.");
      const ok = await python.ask(message, (output) => this.#put(output));
      this.#clear();
      this.hasFailed = !ok && !this.#shouldFail;
      this.say(ok ? "Done." : this.#howItFailed());
      if (this.hasFailed) unfold(this.block);
      return true;
    } catch (error) {
      this.say(
        error instanceof Stopped
          ? "Stopped. The framework is as the chapter found it: Run all above brings it here."
          : `Python failed: ${error.message}. The next run starts it anew.`,
      );
      return false;
    } finally {
      this.#output.removeAttribute("aria-busy");
    }
  }

  #howItFailed() {
    if (!this.hasFailed) return "Ended with an error, as in the book.";
    if (!LACKS.test(this.#text) || this.#book.isReady(this)) return "Ended with an error.";
    return "Ended with an error. The blocks above have not run: Run all above first.";
  }

  /** Whether it ends with an error in the book, too. */
  get #shouldFail() {
    return this.#saved.some((each) => each.textContent.includes("Traceback (most recent"));
  }

  #keep(text) {
    const { original, title, section } = this;
    remember(this.#key, text === original ? null : { text, original, title, section });
    this.#book.tellChanged(this);
    this.#mark();
    this.#reset.disabled = false;
  }

  #goBack() {
    const text = this.source;
    remember(this.#key, null);
    this.#editor?.replace(this.original);
    this.#output.replaceChildren();
    for (const element of this.#saved) element.hidden = false;
    this.say("");
    this.#mark();
    this.#reset.disabled = true;
    if (text !== this.original) {
      this.#before = { key: null, text };
      this.#undo.hidden = false;
    }
  }

  #bringBack() {
    const { key, text } = this.#before;
    if (key) remember(key, null);
    this.#before = null;
    this.#undo.hidden = true;
    this.#output.parentElement.querySelector(":scope > .book-output + .book-before")?.remove();
    if (this.#editor) this.#editor.replace(text);
    this.#keep(text);
    this.say("Your own text is back.");
  }

  /** The output of before stays until there is another, or none. */
  #clear() {
    if (!this.#isOld) return;
    this.#isOld = false;
    this.#text = "";
    this.#shown = 0;
    this.#output.replaceChildren();
    for (const element of this.#saved) element.hidden = true;
    this.#mark();
  }

  #put({ kind, text, html }) {
    this.#clear();
    if (kind !== "stream") text += "\n";
    if (this.#text.length < LONGEST) this.#text += text;
    if (kind === "visit") {
      this.#output.append(this.#visit(JSON.parse(html)).place);
    } else if (html) {
      const className = kind === "drawing" ? "book-drawing" : "book-response";
      this.#output.append(make("div", { className, innerHTML: html }));
      if (this.#output.querySelector(RECORDED)) this.#offerSteps();
    } else {
      this.#print(kind, text);
    }
  }

  /** A frame with a program's page. What the program prints then stands under it. */
  #visit({ number, ...shown }) {
    const python = this.#book.python.current;
    const print = (output) => this.#put(output);
    return new Visiting(number, shown, (asked) =>
      this.#book.visit(this, python, { number, ...asked }, print),
    );
  }

  #print(kind, text) {
    let pre = this.#output.lastElementChild;
    if (!pre?.matches(`pre.book-${kind}`)) {
      pre = make("pre", { className: `book-${kind}`, tabIndex: 0 });
      this.#output.append(pre);
    }
    const room = LONGEST - this.#shown;
    if (room <= 0) return;
    pre.append(text.slice(0, room));
    this.#shown += text.length;
    if (text.length > room) pre.append("\n… and more than is shown here.");
  }
}
