// A filter for the tables of the map: typing leaves the rows that have all of its words.

import { make } from "./make.js";

/** Put a field above the tables of the page, if it is the map. */
export function offerFilter() {
  const map = document.querySelector(".book-map");
  if (!map) return;
  const tables = tablesOf(map);
  const rows = tables.flatMap((each) => each.rows);
  const field = make("input", { type: "search", autocomplete: "off", spellcheck: false });
  const status = make("span", { role: "status" });
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const { row, text } of rows) row.hidden = !words.every((word) => text.includes(word));
    for (const { parts, rows } of tables) {
      for (const part of parts) part.hidden = rows.every(({ row }) => row.hidden);
    }
    const left = rows.filter(({ row }) => !row.hidden).length;
    status.textContent = field.value.trim() ? `${left} of ${rows.length} names` : "";
  });
  const label = make("label", {}, "Find a name", field);
  map.before(make("p", { className: "book-filter" }, label, status));
}

/** Each heading with what stands under it, and the rows of the table in there. */
function tablesOf(map) {
  return [...map.querySelectorAll("h2")].map((heading) => {
    const parts = [heading];
    for (let next = heading; (next = next.nextElementSibling) && next.tagName !== "H2"; ) {
      parts.push(next);
    }
    const rows = parts.flatMap((part) => [...part.querySelectorAll("tbody tr")]);
    return {
      parts,
      rows: rows.map((row) => ({ row, text: row.textContent.toLowerCase() })),
    };
  });
}
