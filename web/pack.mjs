// node pack.mjs FROM TO [PACKAGE …]: byte-compiles each folder in FROM into a zip file in
// TO, with the Python that will run it. The packages that are named keep their source.
// Says after each file how far it is.

import { readdirSync } from "node:fs";
import { loadPyodide } from "pyodide";

const PACK = `
import py_compile, sys, warnings, zipfile
from pathlib import Path

warnings.simplefilter("ignore")
EPOCH = (1980, 1, 1, 0, 0, 0)

def add(archive, name, content):
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)

def pack(files, target, with_source):
    source, bytecode = Path("/tmp/x.py"), "/tmp/x.pyc"
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files:
            plain = not name.endswith(".py")
            if plain or name.partition("/")[0] in with_source:
                add(archive, name, content)
            if not plain:
                source.write_bytes(content)
                py_compile.compile(str(source), bytecode, name, True,
                                   invalidation_mode=unchecked)
                # Beside the source, bytecode is found in its own folder only.
                folder, _, module = name.rpartition("/")
                kept = name.partition("/")[0] in with_source
                where = f"{folder}/__pycache__/{module[:-3]}.{sys.implementation.cache_tag}.pyc"
                add(archive, where if kept else name + "c", Path(bytecode).read_bytes())

def in_folder(folder):
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()

done = 0

def counted(files):
    global done
    for file in files:
        yield file
        done += 1
        print(done, "of", total)

for folder in sorted(Path("/from").iterdir()):
    pack(counted(in_folder(folder)), f"/to/{folder.name}.zip", with_source)
`;

const [source, target, ...withSource] = process.argv.slice(2);
const python = await loadPyodide();
for (const [root, place] of [
  [source, "/from"],
  [target, "/to"],
]) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
}
python.globals.set("with_source", python.toPy(withSource));
const files = readdirSync(source, { recursive: true, withFileTypes: true });
python.globals.set("total", files.filter((each) => each.isFile()).length);
python.runPython(PACK);
