// Where a reader was, so that the home page can lead back there.

import { make } from "./make.js";
import { recall, remember } from "./store.js";

const KEY = "place";
const titleOf = (heading) => heading.firstChild.textContent.trim();

/** Remember, when a chapter is left, which of its sections is before the reader. */
export function rememberPlace(slug) {
  addEventListener("pagehide", () => {
    const headings = [...document.querySelectorAll("article :is(h1, h2, h3)[id]")];
    const isAbove = (heading) => heading.getBoundingClientRect().top < innerHeight / 2;
    const heading = headings.filter(isAbove).at(-1) ?? headings[0];
    const chapter = titleOf(headings[0]);
    remember(KEY, { slug, id: heading.id, chapter, title: titleOf(heading) });
  });
}

/** On the home page, beside where one begins: lead whoever was here before to where they were. */
export function offerPlace(begin) {
  const { slug, id, chapter, title } = recall(KEY) ?? {};
  if (!begin || ![slug, id, chapter, title].every((each) => typeof each === "string")) return;
  const where = title === chapter ? chapter : `${chapter}: ${title}`;
  const href = new URL(`${slug}/#${id}`, begin.href.replace(/[^/]+\/$/, ""));
  begin.after(" ", make("a", { className: "md-button", href, textContent: `Go on with ${where}` }));
}

/** On a page that is not in the navigation: mark there the one that leads to it. */
export function markPlace() {
  if (!/\/(code|core|reference\/[\w.]+)\/(index\.html)?$/.test(location.pathname)) return;
  const above = new URL("../", location.href).href;
  for (const link of document.querySelectorAll(".md-nav--primary .md-nav__link")) {
    if (link.href === above) link.classList.add("md-nav__link--active");
  }
}
