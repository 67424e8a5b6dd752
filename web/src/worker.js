// Python for one page. It lives in a worker, so that the page can stop it.

let base, python, page;

// What a page begins without, by how a block speaks of it, and the promises of what has been
// asked for. The framework's docstrings name Flask's modules, so it has to be imported.
const SPOKEN_OF = {
  programs: /\b(sqlalchemy|peewee|markdown_it|tinybb)\b/,
  flask: /^\s*(import|from) flask\b/m,
};
const brought = {};

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

/** The memory of a Python that has imported what a page needs, as `remember.mjs` kept it. */
async function loadMemory() {
  const packed = await load(`${base}memory.bin`, "blob");
  const memory = packed.stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(memory).arrayBuffer());
}

/** Have WebAssembly begin with at least so much memory: Pyodide asks for it, and is not heard. */
function beginWith(bytes) {
  const PAGE = 65536;
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...request) => {
      const made = await instantiate(...request);
      // Of a module that is compiled already, the instance alone is what comes back.
      const { memory } = (made.instance ?? made).exports;
      memory?.grow(Math.max(0, Math.ceil((bytes - memory.buffer.byteLength) / PAGE)));
      return made;
    };
  }
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
  const [{ loadPyodide }, memory] = await Promise.all([
    import(`${base}pyodide.js`),
    loadMemory(),
  ]);
  beginWith(memory.length);
  python = await loadPyodide({ indexURL: base, packages: [], _loadSnapshot: memory });
  // After that it answers nothing any more, and what was asked would wait for ever.
  python._api.on_fatal = ({ message: problem }) => say({ kind: "failed", problem });
  const [packages, book] = await archives;
  python.unpackArchive(packages, "zip", { extractDir: "/lib/packages" });
  python.unpackArchive(book, "zip", { extractDir: "/lib/book" });
  page = python.runPython(`
import pathlib, random
from workshop.site.page import Page
# The memory is every reader's. What is drawn by lot shall not be.
random.seed()
folder = pathlib.Path("/home/reader")
folder.mkdir()
Page(${chapter}, folder, BOOK)
`);
}

/** Load an archive that a page begins without, once. */
function bring(name) {
  brought[name] ??= load(`${base}${name}.zip`, "arrayBuffer").then((archive) =>
    python.unpackArchive(archive, "zip", { extractDir: `/lib/${name}` }),
  );
  return brought[name];
}

/** Load the packages that `source` speaks of, if few chapters need them. */
async function bringFor(source) {
  const needed = Object.keys(SPOKEN_OF).filter((name) => SPOKEN_OF[name].test(source));
  await Promise.all(needed.map(bring));
}

/** What is needed to judge, and not to read, is loaded when it is. */
async function judge({ name, source }) {
  await Promise.all([bring("judging"), bringFor(source)]);
  return page.judge(name, source);
}

/** What the last experiment recorded. */
const recording = () => page.recording();

const publish = (kind, text, html) => say({ kind: "output", output: { kind, text, html } });

/** Open what was clicked in a program's page; resolves to what its frame is to show, as JSON. */
const visit = ({ number, url, fields, multipart }) =>
  page.visit(number, url, fields && python.toPy(fields), Boolean(multipart), publish);

async function answer({ kind, cell, title, source }) {
  await bringFor(source);
  return kind === "type" ? page.type_in(cell, title, source, publish) : page.run(source, publish);
}

self.onmessage = async ({ data }) => {
  try {
    const carryOut = { start, judge, recording, visit }[data.kind] ?? answer;
    say({ kind: "done", result: await carryOut(data) });
  } catch (error) {
    say({ kind: "failed", problem: String(error.message ?? error) });
  }
};
