// A program's page in a frame that one can click through. Each click is asked of the program,
// which runs in Python beside this page; the frame itself loads nothing.

import { tellClicks } from "./clicks.js";
import { button, make } from "./make.js";

/** What stands before the page: what it may do, and the one script that runs in it. */
function prelude(fragment) {
  const nonce = crypto.getRandomValues(new Uint32Array(4)).join("-");
  const policy =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none';" +
    ` base-uri 'none'; script-src 'nonce-${nonce}'`;
  // In a script, this would be its end.
  const told = JSON.stringify(fragment).replaceAll("<", "\\u003c");
  return (
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<script nonce="${nonce}">(${tellClicks})(${told})</script>`
  );
}

export class Visiting {
  #number;
  #shown;
  #ask;
  // The addresses of pages before this one.
  #past = [];
  #frame = null;
  #status = make("span", { className: "book-status", role: "status" });
  #back = button("Back", "To the page before", () => this.#goBack());
  #reload = button("Reload", "Ask for this page again", () => this.#askAgain());
  #address = make("input", { type: "text", enterKeyHint: "go", autocomplete: "off", spellcheck: false });
  #window = make("div", { className: "book-window" });

  /**
   * `shown` is the first page, of the visit that goes by `number`. `ask({url, fields,
   * multipart})` resolves to the next one, or to a problem.
   */
  constructor(number, shown, ask) {
    this.#number = number;
    this.#ask = ask;
    this.#address.setAttribute("aria-label", "Address");
    this.#address.autocapitalize = "off";
    const bar = make("form", { onsubmit: (event) => this.#type(event) });
    bar.append(this.#back, this.#reload, this.#address, this.#status);
    this.place = make("div", { className: "book-visit" }, bar, this.#window);
    // Whoever listens is gone when the frame is.
    const hear = ({ source, data }) => {
      if (!this.place.isConnected) removeEventListener("message", hear);
      else if (source === this.#frame.contentWindow) {
        const { url, fields, multipart } = data;
        this.#goTo({ url, fields, multipart });
      }
    };
    addEventListener("message", hear);
    this.#show(shown);
  }

  async #goTo(asked) {
    this.#status.textContent = "Asking.";
    const { problem, ...shown } = await this.#ask(asked);
    if (problem) {
      this.#status.textContent = problem;
      return false;
    }
    // One can go back to a page that was asked for, and not to the answer to a form.
    const before = this.#shown;
    if (before.method === "GET" && before.address !== shown.address) this.#past.push(before.address);
    this.#show(shown);
    return true;
  }

  #askAgain() {
    const { method, address } = this.#shown;
    if (method === "GET") this.#goTo({ url: address });
  }

  async #goBack() {
    if (!this.#past.length) return;
    const kept = [...this.#past];
    const isThere = await this.#goTo({ url: kept.pop() });
    if (!isThere) return;
    this.#past = kept;
    this.#enable();
  }

  #type(event) {
    event.preventDefault();
    this.#goTo({ url: this.#address.value.trim() });
  }

  #show(shown) {
    this.#shown = shown;
    this.#address.value = shown.address;
    this.#status.textContent = `${shown.method} ${shown.status}`;
    this.#enable();
    this.#replaceFrame(shown);
  }

  /** Another frame for each page: in the same one, pages would pile up in the window's history. */
  #replaceFrame({ address, title, html }) {
    const frame = make("iframe", { title: `Page ${this.#number}: ${title || address}` });
    frame.setAttribute("sandbox", "allow-scripts allow-forms");
    frame.srcdoc = prelude(address.split("#")[1] ?? "") + html;
    this.#frame = frame;
    // The old page stays before the new one, until that can be seen.
    frame.onload = () => {
      if (frame !== this.#frame) return;
      if (this.#window.contains(document.activeElement)) frame.focus({ preventScroll: true });
      while (frame.nextSibling) frame.nextSibling.remove();
    };
    this.#window.prepend(frame);
  }

  /** Not `disabled`, which would take the focus from who moves by keyboard. */
  #enable() {
    this.#back.setAttribute("aria-disabled", this.#past.length === 0);
    this.#reload.setAttribute("aria-disabled", this.#shown.method !== "GET");
  }
}
