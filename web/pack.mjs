// node pack.mjs FROM TO [PACKAGE …]: byte-compiles the folder or zip file FROM into the
// zip file TO, with the Python that will run it. The packages named keep their source.

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
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()

def in_zip(path):
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith("/"):
                yield name, archive.read(name)
`;

const [source, target, ...withSource] = process.argv.slice(2);
const python = await loadPyodide();
const parent = (path) => path.slice(0, path.lastIndexOf("/"));
python.FS.mkdirTree("/from");
python.FS.mkdirTree("/to");
python.FS.mount(python.FS.filesystems.NODEFS, { root: parent(source) }, "/from");
python.FS.mount(python.FS.filesystems.NODEFS, { root: parent(target) }, "/to");
python.runPython(PACK);
const name = (path) => path.slice(path.lastIndexOf("/") + 1);
python.globals.set("origin", `/from/${name(source)}`);
python.globals.set("target", `/to/${name(target)}`);
python.globals.set("with_source", python.toPy(withSource));
python.runPython(`
files = in_zip(origin) if origin.endswith(".zip") else in_folder(origin)
pack(files, target, with_source)
`);
