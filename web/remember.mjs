// node remember.mjs FOLDER: starts the Python in FOLDER, has it import what every page needs,
// and keeps what is then in its memory as FOLDER/memory.bin. A page that begins with that
// has not to import it.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const IMPORTS = `
import os, sys
sys.path += [f"/lib/{name}" for name in ("packages", "book", "judging", "programs", "flask")]
os.environ["WORKSHOP_ROOT"] = "/lib/book"
import gc, random, shutil, zipfile
import jinja2, webtest, werkzeug
import workshop.site.page
from workshop.weave.book import Book
from workshop.errors import BookError

# The book, read: each page begins with one of its stages.
BOOK = Book()
try:
    for number in range(len(BOOK.chapters) + 1):
        BOOK.stage(number)
except BookError:
    pass  # Whoever builds the site is told of it then.
gc.collect()
`;

const folder = process.argv[2];
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.js")));
const python = await loadPyodide({ indexURL: folder, packages: [], _makeSnapshot: true });
for (const name of ["packages", "book"]) {
  const archive = new Uint8Array(readFileSync(join(folder, `${name}.zip`)));
  python.unpackArchive(archive, "zip", { extractDir: `/lib/${name}` });
}
python.runPython(IMPORTS);
writeFileSync(join(folder, "memory.bin"), gzipSync(python.makeMemorySnapshot(), { level: 9 }));
