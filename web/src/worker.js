// Python for one page. It lives in a worker, so that the page can stop it.

let base, python, page, judging;

const say = (message) => self.postMessage(message);

/** Have every fetch tell how much has come. */
function countBytes(total) {
  const fetchAll = self.fetch;
  let loaded = 0;
  self.fetch = async (...request) => {
    const response = await fetchAll(...request);
    if (!response.ok || !response.body) return response;
    const counter = new TransformStream({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        say({ kind: "progress", loaded, total });
        controller.enqueue(chunk);
      },
    });
    const { status, headers } = response;
    return new Response(response.body.pipeThrough(counter), { status, headers });
  };
}

async function load(url, as) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} is missing (${response.status})`);
  return response[as]();
}

/** Start Python, and in it the chapter as its reader finds it. */
async function start({ from, chapter }) {
  base = from;
  countBytes((await load(`${base}sizes.json`, "json")).total);
  const archives = Promise.all(
    ["packages.zip", "book.zip"].map((name) => load(base + name, "arrayBuffer")),
  );
  // Where one fails it is told below, when all else is there.
  archives.catch(() => {});
  const { loadPyodide } = await import(`${base}pyodide.mjs`);
  python = await loadPyodide({ indexURL: base, packages: [] });
  const [packages, book] = await archives;
  python.unpackArchive(packages, "zip", { extractDir: "/lib/packages" });
  python.unpackArchive(book, "zip", { extractDir: "/lib/book" });
  page = python.runPython(`
import os, sys, pathlib
sys.path += ["/lib/packages", "/lib/book", "/lib/judging"]
os.environ["WORKSHOP_ROOT"] = "/lib/book"
folder = pathlib.Path("/home/reader")
folder.mkdir()
from workshop.book import Book
from workshop.page import Page
Page(${chapter}, folder, Book())
`);
}

/** What is needed to judge, and not to read, is loaded when it is. */
async function judge({ name, source }) {
  judging ??= load(`${base}judging.zip`, "arrayBuffer").then((archive) =>
    python.unpackArchive(archive, "zip", { extractDir: "/lib/judging" }),
  );
  await judging;
  return page.judge(name, source);
}

async function answer({ kind, cell, title, source }) {
  const publish = (kind, text, html) => say({ kind: "output", output: { kind, text, html } });
  return kind === "type" ? page.type_in(cell, title, source, publish) : page.run(source, publish);
}

self.onmessage = async ({ data }) => {
  try {
    const carryOut = { start, judge }[data.kind] ?? answer;
    say({ kind: "done", result: await carryOut(data) });
  } catch (error) {
    say({ kind: "failed", problem: String(error.message ?? error) });
  }
};
