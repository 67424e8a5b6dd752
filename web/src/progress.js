// What a reader did: kept in this browser, shown in the navigation and on the home page.

const KEY = "tinyflask exercise ";

export const recall = (name) => JSON.parse(localStorage.getItem(KEY + name) ?? "{}");

export const remember = (name, state) =>
  localStorage.setItem(KEY + name, JSON.stringify(state));

/** Show beside each link to a chapter how many of its exercises are solved. */
export async function showProgress() {
  if (!Object.keys(localStorage).some((key) => key.startsWith(KEY))) return;
  const response = await fetch(new URL("exercises.json", import.meta.url));
  if (!response.ok) return;
  const chapters = await response.json();
  for (const [slug, names] of Object.entries(chapters)) {
    const solved = names.filter((name) => recall(name).passed).length;
    const links = document.querySelectorAll(`.md-nav--primary a[href], article table a[href]`);
    for (const link of links) {
      if (!new URL(link.href).pathname.endsWith(`/${slug}/`) || link.hash) continue;
      link.parentElement.querySelector(".book-progress")?.remove();
      if (!solved) continue;
      const note = document.createElement("span");
      note.className = "book-progress";
      note.textContent = `${solved}/${names.length}`;
      note.title = `${solved} of ${names.length} exercises solved`;
      // Not in the link where that is underlined.
      if (link.closest("article")) link.after(" ", note);
      else link.append(" ", note);
    }
  }
}
