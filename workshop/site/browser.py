"""Python for the pages: Pyodide, the packages that the chapters use, and the book.

The packages come from PyPI. They are byte-compiled by the Python that will run them, so
that it starts in half the time. That is done once for each set of versions; the book
itself is packed at every build. What Python holds in memory once it has imported what
every page needs is kept as well: a page starts from there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import uv

from ..archive import zipped
from ..errors import StepFailed
from ..terminal.running import run
from ..terminal.steps import Step, Steps
from ..weave.book import HERE
from .nodejs import NODE

# The archives, and the packages from PyPI that each holds with all that they need.
ARCHIVES = {
    "packages": (
        "asgiref",
        "blinker",
        "click",
        "itsdangerous",
        "jinja2",
        "werkzeug",
        "webtest",
        "mako",
        "genshi",
    ),
    # What only a few chapters need, for their programs.
    "programs": ("sqlalchemy", "peewee", "markdown-it-py"),
    "flask": ("flask",),
    # What only the chapters' tests need, which judge some of the exercises.
    "judging": ("pytest",),
    # What the notebooks' kernel looks for by these names.
    "comm": ("comm",),
    "ipython": ("ipython", "six", "decorator"),
    "jedi": ("jedi",),
    "micropip": ("micropip==0.11.1",),
}
# One of the chapters' experiments counts their lines.
WITH_SOURCE = ("flask", "jinja2", "markupsafe", "werkzeug", "webob")
# These come with the kernel's extension for JupyterLab.
OF_THE_KERNEL = ("ipykernel", "piplite", "pyodide_kernel")
FOR_NOTEBOOKS = ("comm", "ipython", "jedi", "micropip", *OF_THE_KERNEL)
# Everything that a notebook's kernel loads from here, when it starts.
LOCKED = (*FOR_NOTEBOOKS, "packages", "programs", "flask", "judging", "book")
# Pyodide's own files, by the names that they have here: many a server does not know
# that a file in .mjs is JavaScript, and then no browser runs it.
CORE = {
    "pyodide.js": "pyodide.mjs",
    "pyodide.asm.js": "pyodide.asm.mjs",
    "pyodide.asm.wasm": "pyodide.asm.wasm",
}
STDLIB = "python_stdlib.zip"
# Says what the rest was made from, once all of it is there.
STAMP = "made-from.txt"
# Python's memory after its imports, and what it was made from.
MEMORY, MEMORY_STAMP = "memory.bin", "memory-made-from.txt"
# What the page's worker loads with a count of bytes.
LOADED = (
    "pyodide.asm.wasm",
    STDLIB,
    MEMORY,
    "pyodide-lock.json",
    "packages.zip",
    "book.zip",
)
# What a package can do without in a browser: extensions for this machine, and tests.
LEFT_OUT = ("*.so", "*.pyd", "*.c", "*.pyi", "__pycache__", "tests", "bin", "RECORD")
OF_THE_BOOK = (
    "chapters/*/index.md",
    "chapters/*/exercises/*.py",
    "chapters/*/solutions/*.py",
    "chapters/assets/built/notebook.js",
    "tests/test_*.py",
    "tinyflask/**/*.py",
    "tinybb/**/*",
)


class NotPacked(Exception):
    """Python could not be had for the pages. The message says why."""


def folder_of(root: Path) -> Path:
    """Where what a page loads to run Python lies, in the book at ``root``."""
    return root / "chapters" / "assets" / "built" / "python"


def has_python(root: Path) -> bool:
    """Whether what a page loads to run Python is there."""
    return (folder_of(root) / STAMP).exists()


def put_python_in_place(root: Path, begin: Steps) -> None:
    """Make what a page loads to run Python, where it is not there yet.

    ``root`` holds the book, and ``web/`` with what npm installed. Raises `NotPacked`.
    """
    web, folder = root / "web", folder_of(root)
    made_from = fingerprint(web)
    stamp = folder / STAMP
    if not stamp.exists() or stamp.read_text("utf-8") != made_from:
        folder.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)
        for old in folder.glob("*.zip"):
            old.unlink()
        put_pyodide(web / "node_modules" / "pyodide", folder)
        with tempfile.TemporaryDirectory() as name:
            unpacked = Path(name).resolve()
            with begin("Fetching packages from PyPI, only once") as step:
                fetch_all(unpacked, step)
            leave_out_again(unpacked)
            unpack_kernel(unpacked)
            stdlib = web / "node_modules" / "pyodide" / STDLIB
            shutil.unpack_archive(stdlib, unpacked / stdlib.stem)
            with begin("Byte-compiling Python for the pages") as step:
                pack(web, unpacked, folder, step)
        stamp.write_text(made_from, "utf-8")
    pack_book(root, folder / "book.zip")
    write_lock(web / "node_modules" / "pyodide", folder)
    remember(web, folder, made_from, begin)
    total = sum((folder / name).stat().st_size for name in LOADED)
    (folder / "sizes.json").write_text(json.dumps({"total": total}), "utf-8")


def fingerprint(web: Path) -> str:
    """What the packages are made from, in a few letters."""
    found = hashlib.sha256(repr((CORE, ARCHIVES, WITH_SOURCE, LEFT_OUT)).encode())
    for path in (
        web / "package-lock.json",
        web / "pack.mjs",
        HERE / "constraints.txt",
    ):
        found.update(path.read_bytes())
    return found.hexdigest()


def put_pyodide(package: Path, folder: Path) -> None:
    """Copy Pyodide's own files, and have the first know the second by its name."""
    for name, source in CORE.items():
        shutil.copyfile(package / source, folder / name)
    loader = (package / CORE["pyodide.js"]).read_text("utf-8")
    if loader.count("pyodide.asm.mjs") != 1:
        raise NotPacked("this version of Pyodide does not name pyodide.asm.mjs once")
    loader = loader.replace("pyodide.asm.mjs", "pyodide.asm.js")
    (folder / "pyodide.js").write_text(loader, "utf-8")


def write_lock(package: Path, folder: Path) -> None:
    """Write the list of packages that a notebook's kernel loads from here.

    A page loads its archives by itself.
    """
    lock = json.loads((package / "pyodide-lock.json").read_text("utf-8"))
    lock["packages"] = {
        package_name(name): {
            "name": package_name(name),
            "version": "0",
            "file_name": f"{name}.zip",
            "sha256": hashlib.sha256((folder / f"{name}.zip").read_bytes()).hexdigest(),
            "install_dir": "site",
            "package_type": "package",
            "imports": [],
            "depends": [],
            "unvendored_tests": False,
        }
        for name in LOCKED
    }
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")


def package_name(archive: str) -> str:
    """What the package in an archive is called."""
    return archive.replace("_", "-")


def unpack_kernel(folder: Path) -> None:
    """Unpack the packages that come with the kernel's extension for JupyterLab."""
    extensions = Path(sys.prefix, "share", "jupyter", "labextensions")
    wheels = (
        extensions / "@jupyterlite" / "pyodide-kernel-extension" / "static" / "pypi"
    )
    for name in OF_THE_KERNEL:
        (wheel,) = wheels.glob(f"{name}-*.whl")
        shutil.unpack_archive(wheel, folder / name, "zip")


def fetch_all(unpacked: Path, step: Step) -> None:
    """Fetch what each archive holds into a folder of its name."""
    for number, (archive, packages) in enumerate(ARCHIVES.items(), 1):
        fetch(unpacked / archive, packages, step)
        step.reached(number, len(ARCHIVES))


def fetch(folder: Path, packages: Iterable[str], step: Step) -> None:
    """Install packages into ``folder``, for another Python than this one."""
    command = [uv.find_uv_bin(), "pip", "install", "--target", str(folder)]
    command += ["--python-version", "3.14", "--only-binary", ":all:"]
    command += ["--constraint", str(HERE / "constraints.txt"), *packages]
    try:
        run(command, step)
    except StepFailed as failed:
        raise NotPacked("its packages could not be fetched from PyPI") from failed
    for pattern in LEFT_OUT:
        for path in list(folder.rglob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def leave_out_again(unpacked: Path) -> None:
    """Take out of the other archives what every page has from the first."""
    everywhere = {path.name for path in (unpacked / "packages").iterdir()}
    for archive in ARCHIVES.keys() - {"packages"}:
        for path in (unpacked / archive).iterdir():
            if path.name in everywhere:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def pack(web: Path, source: Path, target: Path, step: Step) -> None:
    """Byte-compile each folder in ``source`` into a zip file in ``target``."""
    run_script(web, step, "pack.mjs", str(source), str(target), *WITH_SOURCE)


def remember(web: Path, folder: Path, packages: str, begin: Steps) -> None:
    """Keep what Python has in memory after its imports, where they are others now.

    ``packages`` says what the packages were made from.
    """
    found = hashlib.sha256(packages.encode())
    found.update((web / "remember.mjs").read_bytes())
    found.update((folder / "book.zip").read_bytes())
    stamp = folder / MEMORY_STAMP
    if not stamp.exists() or stamp.read_text("utf-8") != found.hexdigest():
        stamp.unlink(missing_ok=True)
        with begin("Importing what every page needs") as step:
            run_script(web, step, "remember.mjs", f"{folder}{os.sep}")
        stamp.write_text(found.hexdigest(), "utf-8")


def run_script(web: Path, step: Step, name: str, *arguments: str) -> None:
    """Run one of the scripts in ``web/`` with Node."""
    # With it Python can wait for a promise, as it can in most browsers: what Python
    # finds when it starts is a part of the memory that pages begin with.
    waiting = "--experimental-wasm-jspi"
    try:
        run([NODE, waiting, web / name, *arguments], step, web)
    except StepFailed as failed:
        raise NotPacked(f"{name} failed") from failed


def pack_book(root: Path, target: Path) -> None:
    """Pack the book's text, and the machinery that types it in."""
    files = {name: path.read_bytes() for name, path in sorted(of_the_book(root))}
    target.write_bytes(zipped(files))


def of_the_book(root: Path) -> Iterator[tuple[str, Path]]:
    for path in (HERE / "workshop").rglob("*.py"):
        yield path.relative_to(HERE).as_posix(), path
    for pattern in OF_THE_BOOK:
        for path in root.glob(pattern):
            if path.is_file() and path.parent.name != "__pycache__":
                yield path.relative_to(root).as_posix(), path
