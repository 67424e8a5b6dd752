// Folds, which hold the small print: they open for whoever is led into them.

/** Open what `element` is folded in. */
export function unfold(element) {
  let fold = element?.closest("details");
  for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

/** Open the fold that the page's address leads into, and go there. */
function followAddress() {
  // Anchors are letters and hyphens: what would have to be decoded is none of them.
  const target = document.getElementById(location.hash.slice(1));
  if (!target?.closest("article details")) return;
  unfold(target);
  target.scrollIntoView();
}

/** Have folds open for links, for what a search has found, and for paper. */
export function openFolds() {
  const article = document.querySelector("article");
  if (!article?.querySelector("details")) return;
  followAddress();
  addEventListener("hashchange", followAddress);
  // The address may be the same as before, and the fold closed again.
  addEventListener("click", ({ target }) => {
    if (target.closest?.("a[href*='#']")?.href === location.href) followAddress();
  });
  // The theme marks what was searched for, now or a little later.
  const seen = new WeakSet();
  const unfoldMarks = () => {
    for (const mark of article.querySelectorAll("mark")) {
      if (!seen.has(mark)) unfold(mark);
      seen.add(mark);
    }
  };
  unfoldMarks();
  new MutationObserver(unfoldMarks).observe(article, { childList: true, subtree: true });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...article.querySelectorAll("details:not([open])")];
    for (const fold of closed) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
  });
}
