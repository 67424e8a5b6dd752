// The page's side of Python: starts a worker, asks it one thing at a time, ends it.

const BASE = new URL("python/", import.meta.url).href;

/** Why something that was asked has no answer. */
export class Stopped extends Error {}

export class Python {
  #worker = null;
  #started = null;
  #asked = null;
  #chapter;
  #progress;
  /** Whether something was asked that has no answer yet. */
  isBusy = false;

  /** `progress(loaded, total)` tells of bytes while Python is loaded. */
  constructor(chapter, progress) {
    this.#chapter = chapter;
    this.#progress = progress;
  }

  /** Have a message carried out; `publish` gets what that puts out, as it comes. */
  async ask(message, publish) {
    await this.start();
    return this.#send(message, publish);
  }

  /** Start Python, where it is not there yet. */
  start() {
    if (!this.#worker) {
      const address = new URL("worker.js", import.meta.url);
      this.#worker = new Worker(address, { type: "module" });
      this.#worker.onmessage = ({ data }) => this.#hear(data);
      this.#worker.onerror = ({ message }) => this.#end(new Error(message));
      this.#started = this.#send({ kind: "start", from: BASE, chapter: this.#chapter });
    }
    return this.#started;
  }

  /** End Python in the middle of what it does. The next `ask` starts it anew. */
  stop() {
    this.#end(new Stopped());
  }

  /** Stands for the Python that runs now: after it was ended, there is another, or none. */
  get current() {
    return this.#worker;
  }

  #send(message, publish) {
    this.isBusy = true;
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject, publish };
      this.#worker.postMessage(message);
    });
  }

  #hear({ kind, output, result, problem, loaded, total }) {
    if (kind === "progress") this.#progress(loaded, total);
    else if (kind === "output") this.#asked.publish(output);
    else if (kind === "done") {
      this.isBusy = false;
      this.#asked.resolve(result);
    } else this.#end(new Error(problem));
  }

  #end(error) {
    this.isBusy = false;
    this.#worker?.terminate();
    this.#worker = null;
    this.#asked?.reject(error);
    this.#asked = null;
  }
}
