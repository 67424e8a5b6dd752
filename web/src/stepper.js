// The panel that steps through a recorded request: the source of the function that runs,
// its names and their values, and the calls that led there.

import { button, make } from "./make.js";
import style from "./stepper.css";
import { viewer } from "./viewer.js";

const HELP =
  "Into goes to the next function that is entered, Over past what this line calls, Out to the" +
  " caller. The arrow keys are Back (←), Forward (→), Over (↓) and Out (↑).";
const VERBS = { return: "Returns", raise: "Raises", library: "Calls" };

export class Stepper {
  #recording;
  #linkTo;
  #panel;
  #view;
  #at = -1;
  #title = make("p", { className: "title" });
  #where = make("p", { className: "where" });
  #source = make("div", { className: "source" });
  #marks = make("ol");
  #names = make("tbody");
  #calls = make("ol", { className: "calls" });
  #status = make("p", { className: "status", role: "status" });
  #slider = make("input", { type: "range", min: 0, oninput: () => this.go(+this.#slider.value) });
  #moves = {
    First: button("First", "Home", () => this.go(0)),
    Back: button("Back", "Left arrow", () => this.go(this.#at - 1)),
    Forward: button("Forward", "Right arrow", () => this.go(this.#at + 1)),
    Last: button("Last", "End", () => this.go(Infinity)),
    Into: button("Into", "To the next function that is entered", () => this.go(this.#into())),
    Over: button("Over", "Down arrow: past what is called here", () => this.go(this.#over())),
    Out: button("Out", "Up arrow: to where this function was called", () => this.go(this.#out())),
  };

  /** Fill `host`. `linkTo` makes an address on this site of one in the recording, or nothing. */
  constructor(host, { linkTo = () => null, close = null } = {}) {
    this.#linkTo = linkTo;
    const root = host.attachShadow({ mode: "open" });
    this.#slider.setAttribute("aria-label", "Step");
    const table = make("table", {}, make("caption", { textContent: "Names" }), this.#names);
    const title = make("div", { className: "head" }, this.#title);
    if (close) title.append(button("Close", "Escape", close));
    const moves = make("div", { className: "moves" }, ...Object.values(this.#moves), this.#slider);
    const left = make("div", { className: "left" }, this.#where, this.#source);
    const marks = make("nav", { className: "marks" }, this.#marks);
    marks.setAttribute("aria-label", "Go to");
    const help = make("p", { className: "help", textContent: HELP });
    const calls = make("nav", {}, make("p", { textContent: "Called by" }), this.#calls);
    calls.setAttribute("aria-label", "The calls that led here");
    const right = make("div", { className: "right", tabIndex: 0 }, table, calls);
    right.setAttribute("role", "group");
    right.setAttribute("aria-label", "Names and calls");
    const panel = make("section", { className: "panel" });
    panel.append(title, marks, moves, this.#status, left, right, help);
    panel.addEventListener("keydown", (event) => this.#press(event, close));
    root.append(make("style", { textContent: style }), panel);
    this.#panel = panel;
    this.#view = viewer(this.#source, root);
  }

  /** Begin at the first step of `recording`. */
  show(recording) {
    this.#recording = recording;
    this.#title.textContent = recording.title;
    this.#panel.setAttribute("aria-label", `Step through ${recording.title}`);
    this.#slider.max = recording.steps.length - 1;
    this.#marks.replaceChildren(
      ...recording.marks.map(([label, at]) =>
        make("li", {}, button(label, "Go there", () => this.go(at))),
      ),
    );
    this.#at = -1;
    this.go(0);
  }

  focus() {
    this.#moves.Forward.focus();
  }

  go(index) {
    const { steps, calls, texts } = this.#recording;
    const at = Math.max(0, Math.min(index, steps.length - 1));
    if (at === this.#at) return;
    this.#at = at;
    const [number, line, kind, changed, said] = steps[at];
    const call = calls[number];
    const text = texts[call.text];
    this.#slider.value = at;
    this.#view.show(text?.text ?? "# This is the server's work, and not in this book.", line);
    this.#where.replaceChildren(make("b", { textContent: text?.name ?? call.name }), ...this.#origin(call));
    const words = text ? this.#sentence(call, kind, said) : "";
    this.#status.className = `status ${kind}`;
    this.#listNames(call, changed);
    this.#listCalls(call);
    const place = text ? `${call.name}, line ${line}` : call.name;
    this.#status.textContent = `Step ${at + 1} of ${steps.length}. ${place}. ${words}`;
    this.#slider.setAttribute("aria-valuetext", `${at + 1} of ${steps.length}`);
    this.#showMark();
    this.#enable(at > 0, "First", "Back");
    this.#enable(at < steps.length - 1, "Forward", "Last", "Into", "Over", "Out");
  }

  /** Say which of the marks one is at, or has passed last. */
  #showMark() {
    const { marks } = this.#recording;
    const passed = marks.findLastIndex(([, at]) => at <= this.#at);
    [...this.#marks.children].forEach(({ firstChild }, index) => {
      if (index === passed) firstChild.setAttribute("aria-current", "step");
      else firstChild.removeAttribute("aria-current");
    });
  }

  #enable(may, ...names) {
    // Not `disabled`, which would take the focus from who moves by keyboard.
    for (const name of names) this.#moves[name].setAttribute("aria-disabled", !may);
  }

  #sentence(call, kind, said) {
    if (kind === "line") return "";
    if (kind === "call") return "It is entered.";
    return `${VERBS[kind]} ${said}`;
  }

  /** Which chapter typed the function in. */
  #origin({ chapter, section, address, text }) {
    if (text < 0) return [];
    if (!chapter) return this.#recording.texts[text].name === "your code" ? [] : [", your edit"];
    const words = `chapter ${chapter}, ${section}`;
    const href = this.#linkTo(address);
    return [", ", href ? make("a", { href, textContent: words }) : words];
  }

  #listNames(call, changed) {
    const names = new Map();
    const { steps, calls } = this.#recording;
    for (const [number, , , now] of steps.slice(0, this.#at + 1)) {
      if (calls[number].frame !== call.frame) continue;
      for (const [name, value] of Object.entries(now)) {
        if (value === null) names.delete(name);
        else names.set(name, value);
      }
    }
    this.#names.replaceChildren(
      ...[...names].map(([name, value]) => {
        const isNew = name in changed;
        const head = make("th", { scope: "row", textContent: name });
        const shown = make("td", { textContent: value });
        if (isNew) shown.append(make("span", { className: "unseen", textContent: " (just changed)" }));
        return make("tr", { className: isNew ? "changed" : "" }, head, shown);
      }),
    );
  }

  #listCalls(call) {
    const { steps, calls } = this.#recording;
    const items = [];
    for (let each = call; each.caller > 0; each = calls[each.caller]) {
      const caller = calls[each.caller];
      // The last step of the caller's own before this: where the call is.
      const index = steps.findLastIndex(([number], i) => i < this.#at && calls[number] === caller);
      items.push(make("li", {}, button(caller.name, "Go to this call", () => this.go(index))));
    }
    this.#calls.replaceChildren(...items);
    this.#calls.parentElement.hidden = items.length === 0;
  }

  #depth(index) {
    const { steps, calls } = this.#recording;
    let depth = 0;
    for (let number = steps[index][0]; number > 0; number = calls[number].caller) depth += 1;
    return depth;
  }

  #next(fits) {
    const found = this.#recording.steps.findIndex((step, index) => index > this.#at && fits(index, step));
    return found < 0 ? Infinity : found;
  }

  #into() {
    return this.#next((index, [, , kind]) => kind === "call");
  }

  #over() {
    const here = this.#depth(this.#at);
    return this.#next((index) => this.#depth(index) <= here);
  }

  #out() {
    const here = this.#depth(this.#at);
    return this.#next((index) => this.#depth(index) < here);
  }

  #press(event, close) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { First, Back, Forward, Last, Over, Out } = this.#moves;
    const keys = { Home: First, ArrowLeft: Back, ArrowRight: Forward, End: Last, ArrowDown: Over, ArrowUp: Out };
    if (event.key === "Escape" && close) close();
    else if (event.key in keys) keys[event.key].onclick();
    else return;
    event.preventDefault();
    // JupyterLab has commands of its own on these keys.
    event.stopPropagation();
  }
}
