/** What is pressed to run what one writes in. */
export const RUN_KEYS = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? "⌘-Enter" : "Ctrl-Enter";

/** A new element with some properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** A new button that does no more than call `onclick`. */
export const button = (textContent, title, onclick) =>
  make("button", { type: "button", textContent, title, onclick });

/** Scroll no further than it takes for `element` to be in the window. */
export function bringNear(element) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "nearest", behavior: isStill ? "auto" : "smooth" });
}
