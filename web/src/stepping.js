// Steps through what a block records: a button under its picture, and the panel.

import { button, make } from "./make.js";

const linkTo = (address) => new URL(`../${address}`, location.href.replace(/[^/]*$/, "")).href;

export class Stepping {
  #record;
  #say;
  #stepper = null;
  #host = make("div", { hidden: true });
  #open = button("Step through it", "Run the block again, and look at each line", () => this.#begin());

  /** `record` runs the block, and resolves to a recording or a problem; `say` tells it. */
  constructor(record, say) {
    this.#record = record;
    this.#say = say;
    this.place = make("div", { className: "book-stepping" }, this.#open, this.#host);
  }

  /** A block has another text now than what was recorded. */
  outdate() {
    if (!this.#host.hidden) this.#open.textContent = "A block has changed: record it again";
  }

  enable(may) {
    this.#open.disabled = !may;
  }

  async #begin() {
    const { recording, problem } = await this.#record();
    if (problem) {
      this.#close();
      return this.#say(problem);
    }
    const { Stepper } = await import("./stepper.js");
    this.#host.hidden = false;
    this.#stepper ??= new Stepper(this.#host, { linkTo, close: () => this.#close() });
    this.#stepper.show(recording);
    this.#open.textContent = "Record it again";
    this.#stepper.focus();
    this.place.scrollIntoView({ block: "nearest" });
  }

  #close() {
    this.#host.hidden = true;
    this.#open.textContent = "Step through it";
    this.#open.focus();
  }
}
