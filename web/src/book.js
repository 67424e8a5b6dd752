// Makes the blocks of a chapter's page run, and of the home page. Every page loads it, and it
// does nothing to the others.

import { Cell } from "./cell.js";
import { Exercise } from "./exercise.js";
import { openFolds } from "./fold.js";
import { guessSwitch } from "./guess.js";
import { make } from "./make.js";
import { offerFilter } from "./map.js";
import { markPlace, offerPlace, rememberPlace } from "./place.js";
import { keys, recall } from "./store.js";
import { offerTakeaway } from "./takeaway.js";
import { keepOffline } from "./offline.js";
import { showProgress } from "./progress.js";
import { Python, Stopped } from "./python.js";

const CHAPTER = /\/((\d\d)-[\w-]+)\/(index\.html)?$/;
// The last chapter finds the framework whole.
const LAST = 18;
const STARTED_ANEW = "Python was started anew. Run the block again.";
// An answer that comes sooner is one that nobody would stop.
const SOON = 300;
const megabytes = (bytes) => (bytes / 1_000_000).toFixed(1);

class Book {
  #current = null;
  // What ran since Python was started.
  #ran = new Set();
  exercises = [];
  /** Whether there is something that a reload would take away. */
  hasRun = false;

  /** `chapter` is what is kept under, and Python begins as chapter `number` finds it. */
  constructor(chapter, number) {
    this.chapter = chapter;
    this.python = new Python(number, (loaded, total) =>
      this.#current?.say(
        loaded < total
          ? `Loading Python: ${megabytes(loaded)} of ${megabytes(total)} MB.`
          : "Starting Python.",
      ),
    );
    this.cells = [...blocks()].map(([id, block]) => new Cell(this, block, id));
    this.#identify();
    this.#show();
    for (const kind of ["focusin", "pointerover"]) {
      addEventListener(kind, ({ target }) => this.#foresee(target));
    }
  }

  /** Make of the blocks a chapter: with its exercises, its notebook, and outputs to guess. */
  becomeChapter(slug) {
    const covers = this.cells.map((cell) => cell.cover).filter(Boolean);
    document.querySelector("article h1").after(guessSwitch(covers));
    this.#openWhenNear();
    this.ready = Promise.all([this.#addExercises(), this.#addNotebook(slug)]);
  }

  /** Start Python for who comes near a block, where that fetches nothing. */
  #foresee(target) {
    const isNear = target.closest?.(".book-editor, .book-toolbar");
    if (isNear && document.documentElement.dataset.offline === "kept") {
      // Where it fails, that is told when something is to be run.
      this.python.start().catch(() => {});
    }
  }

  /** Run cells that the reader asked for, and show what they put out. */
  async run(cells) {
    for (const cell of cells) cell.cover?.lift();
    await this.#runAll(cells);
  }

  /** Run one cell after the other, until all are done or one is stopped. */
  async #runAll(cells) {
    if (this.#current) return;
    this.hasRun = true;
    for (const cell of cells) {
      this.#current = cell;
      this.#show();
      const goOn = await cell.execute(this.python);
      if (!goOn) {
        this.#ran.clear();
        break;
      }
      // The last one to run is the last of them.
      this.#ran.delete(cell);
      this.#ran.add(cell);
    }
    this.#current = null;
    this.#show();
  }

  /** Start anew, and run all that stands before `cell`. */
  async runAbove(cell) {
    this.python.stop();
    this.#ran.clear();
    await this.#runAll(this.#above(cell));
    cell.focus();
  }

  #above(cell) {
    return this.cells.slice(0, this.cells.indexOf(cell));
  }

  /** Whether all above `cell` ran as it is now, in the order of the page. */
  isReady(cell) {
    const order = [...this.#ran];
    const places = this.#above(cell).map((each) => order.indexOf(each));
    const isAsItRan = (each) => each.needs || each.ranAs === each.source;
    return (
      this.#above(cell).every(isAsItRan) &&
      places.every((place, index) => place >= 0 && (index === 0 || places[index - 1] < place))
    );
  }

  /**
   * Run `cell`, and what it needs, and return what it recorded. Where there is nothing, tell
   * why: resolves to `{recording, problem}`.
   */
  async record(cell) {
    if (this.#current) return { problem: "Something else is running." };
    if (!this.isReady(cell)) await this.runAbove(cell);
    const failed = this.#above(cell).find((each) => each.hasFailed);
    if (failed) {
      failed.block.scrollIntoView({ block: "center" });
      return { problem: "A block above ended with an error. Mend it first, or reset it." };
    }
    await this.run([cell]);
    if (!this.#ran.has(cell)) return { problem: "It was stopped." };
    const recording = JSON.parse((await this.python.ask({ kind: "recording" })) || "null");
    const nothing = "There is nothing to step through: see what the block puts out.";
    return recording?.steps.length ? { recording } : { problem: nothing };
  }

  /**
   * Have `python` open what was clicked in the frame under `cell`. Resolves to what the frame
   * is to show, or to a problem. `publish` gets what the program prints.
   */
  async visit(cell, python, message, publish) {
    if (python !== this.python.current) return { problem: STARTED_ANEW };
    if (this.#current || this.python.isBusy) return { problem: "Python is busy." };
    this.#current = cell;
    const late = setTimeout(() => this.#show(), SOON);
    try {
      return JSON.parse(await this.python.ask({ ...message, kind: "visit" }, publish));
    } catch (error) {
      this.#ran.clear();
      if (error instanceof Stopped) return { problem: STARTED_ANEW };
      return { problem: `Python failed: ${error.message}. The next run starts it anew.` };
    } finally {
      clearTimeout(late);
      this.#current = null;
      this.#show();
    }
  }

  /** Tell the blocks from `cell` on that what they recorded is of another text. */
  tellChanged(cell) {
    for (const each of this.cells.slice(this.cells.indexOf(cell))) each.outdate();
  }

  /** Find what the reader wrote in each block, also where the book's text is another now. */
  #identify() {
    const counts = new Map();
    const mine = new Set(
      this.cells.map((cell) => {
        const nth = (counts.get(cell.original) ?? 0) + 1;
        counts.set(cell.original, nth);
        return cell.identify(nth);
      }),
    );
    const taken = new Set();
    for (const key of keys(`block ${this.chapter} `)) {
      const kept = mine.has(key) ? null : recall(key);
      if (typeof kept?.text !== "string") continue;
      const alike = (cell) => cell.title === kept.title && !cell.needs && !taken.has(cell);
      const found =
        this.cells.find((cell) => alike(cell) && cell.section === kept.section) ??
        (kept.title ? this.cells.find(alike) : undefined);
      // Of a block that is gone, what was written stays in what is saved to a file.
      if (!found) continue;
      taken.add(found);
      found.offer(key, kept);
    }
  }

  #show() {
    for (const each of [...this.cells, ...this.exercises]) each.show(this.#current);
  }

  /** Lead to the chapter's notebook. */
  async #addNotebook(slug) {
    const link = await notebookLink(slug, "Open this chapter as a notebook");
    if (link) document.querySelector("article h1").after(make("p", { className: "book-links" }, link));
  }

  /** Put each exercise under the paragraph that speaks of it. */
  async #addExercises() {
    const response = await fetch(new URL(`exercises-${this.chapter}.json`, import.meta.url));
    if (!response.ok) return;
    for (const told of await response.json()) {
      const link = document.querySelector(`article a[href$="exercises/${told.name}.py"]`);
      if (link) this.exercises.push(new Exercise(this, told, link.closest("p")));
    }
  }

  /** Make a block an editor only when somebody turns to it: many do no more than look. */
  openWhenTouched() {
    for (const cell of this.cells) {
      for (const kind of ["pointerenter", "focusin"]) {
        cell.block.addEventListener(kind, () => cell.open(), { once: true });
      }
    }
  }

  #openWhenNear() {
    const cells = new Map(this.cells.map((cell) => [cell.block, cell]));
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          observer.unobserve(target);
          cells.get(target).open();
        }
      },
      { rootMargin: "500px" },
    );
    for (const block of cells.keys()) observer.observe(block);
  }
}

/** A link to a chapter's notebook; nothing where the notebooks were not built. */
async function notebookLink(slug, textContent) {
  const lite = new URL("../../lite/", import.meta.url);
  const found = await fetch(new URL("jupyter-lite.json", lite)).catch(() => null);
  const href = new URL(`notebooks/index.html?path=${slug}.ipynb`, lite);
  return found?.ok ? make("a", { href, textContent }) : null;
}

/** On the home page: lead to the first notebook. */
async function offerNotebook() {
  const heading = document.querySelector("#step-through-it");
  const link = await notebookLink("01-wsgi", "Open the first notebook");
  if (!heading || !link) return;
  link.className = "md-button";
  heading.parentElement.append(make("p", {}, link));
}

/** The blocks that a reader can run, with an id that lasts as long as the section. */
function* blocks() {
  let section = "top";
  const counts = new Map();
  for (const element of document.querySelectorAll("article :is(h2, h3, .highlight)")) {
    if (!element.matches(".highlight")) {
      section = element.id;
    } else if (element.matches(".language-python") || element.querySelector(".filename")) {
      counts.set(section, (counts.get(section) ?? 0) + 1);
      yield [`${section} ${counts.get(section)}`, element];
    }
  }
}

// Material gives this dialog no name.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
// So that a phone can keep the book. Not in the page's own head, which the theme writes.
const href = new URL("../manifest.json", import.meta.url);
document.head.append(make("link", { rel: "manifest", href }));
// What is made by a program cannot be edited as a page.
if (/\/(code|core|map|reference(\/[\w.]+)?)\/(index\.html)?$/.test(location.pathname)) {
  document.querySelector(".md-content__button[rel=edit]")?.remove();
}
markPlace();
showProgress();
offerTakeaway();
openFolds();
offerFilter();
const [, slug, number] = CHAPTER.exec(location.pathname) ?? [];
const begin = document.querySelector("article a.md-button[href*='01-']");
// In `window` for the browser's console, and for the tests.
if (slug) {
  window.book = new Book(number, Number(number));
  window.book.becomeChapter(slug);
  rememberPlace(slug);
} else if (begin) {
  window.book = new Book("home", LAST);
  window.book.openWhenTouched();
  offerPlace(begin);
  offerNotebook();
}
// After the page, so that it does not take its place on the line.
addEventListener("load", () => keepOffline(() => window.book?.hasRun ?? false));
