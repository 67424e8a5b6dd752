/** A new element with some properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** A new button that does no more than call `onclick`. */
export const button = (textContent, title, onclick) =>
  make("button", { type: "button", textContent, title, onclick });
