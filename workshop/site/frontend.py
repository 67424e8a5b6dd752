"""What the pages load besides text: fonts, the editor, and Python.

They come from npm and PyPI once and are served with the book, so that a page asks no
other host for anything. ``web/package-lock.json`` and ``constraints.txt`` say which
versions.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from ..errors import StepFailed
from ..terminal.running import run
from ..terminal.steps import Steps, silent
from .browser import put_python_in_place
from .nodejs import NODE, NPM

SERIF = "@fontsource-variable/source-serif-4"
SANS = "@fontsource-variable/source-sans-3"
MONO = "@fontsource-variable/jetbrains-mono"
SHIPPED = {
    "serif.woff2": f"{SERIF}/files/source-serif-4-latin-wght-normal.woff2",
    "serif-italic.woff2": f"{SERIF}/files/source-serif-4-latin-wght-italic.woff2",
    "serif.LICENSE.txt": f"{SERIF}/LICENSE",
    "sans.woff2": f"{SANS}/files/source-sans-3-latin-wght-normal.woff2",
    "sans.LICENSE.txt": f"{SANS}/LICENSE",
    "mono.woff2": f"{MONO}/files/jetbrains-mono-latin-wght-normal.woff2",
    "mono.LICENSE.txt": f"{MONO}/LICENSE",
}
"""What a page can load, by the name that it has there, and the file in its package."""

# The panel of `workshop.step`, for notebooks.
STEPPER = "notebook.js"
# What the bundler writes. The names of some change with what is in them.
ESBUILT = (
    "book.js*",
    "worker.js*",
    "stepper-*.js*",
    "editor-*.js*",
    "chunk-*.js*",
)
# How all of it is bundled.
BUNDLED = ("--bundle", "--minify", "--loader:.css=text", "--log-level=warning")

# A reader without a network shall not wait long to learn it.
NPM_CI = [
    "ci",
    "--ignore-scripts",
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--loglevel=http",
]


class NotFetched(Exception):
    """npm could not fetch the packages. The message is npm's word for the reason."""


def put_in_place(root: Path, begin: Steps) -> None:
    """Copy what the pages load to ``chapters/assets/built/``, fetched where needed.

    ``root`` holds ``web/`` and ``chapters/``. Raises `NotFetched`, and then what is
    there from an earlier time stays.
    """
    put_stepper_in_place(root, begin)
    web, built = fetched(root, begin), built_in(root)
    for name, source in SHIPPED.items():
        shutil.copyfile(web / "node_modules" / source, built / name)
    bundle(web, built)
    put_python_in_place(root, begin)


def fetched(root: Path, begin: Steps) -> Path:
    """The folder ``web/``, with the packages that npm fetches. Raises `NotFetched`."""
    web = root / "web"
    if not is_installed(web):
        install(web, begin)
    return web


def built_in(root: Path) -> Path:
    """The folder of what is built for the pages."""
    built = root / "chapters" / "assets" / "built"
    built.mkdir(parents=True, exist_ok=True)
    return built


def bundle(web: Path, built: Path) -> None:
    """Bundle the scripts of the pages, and with them the editor."""
    for name in ESBUILT:
        for old in built.glob(name):
            old.unlink()
    scripts = ("src/book.js", "src/worker.js", "--splitting", "--format=esm")
    esbuild(web, *scripts, "--legal-comments=linked", f"--outdir={built}")


def put_stepper_in_place(root: Path, begin: Steps) -> None:
    """Bundle the panel that steps through a request, for notebooks.

    What it is made of is fetched where needed. Raises `NotFetched`.
    """
    # What stands in a notebook has to be of one piece.
    esbuild(
        fetched(root, begin),
        *("src/notebook.js", "--format=iife", "--global-name=stepper"),
        *("--footer:js=var {stepThrough} = stepper;", "--legal-comments=none"),
        f"--outfile={built_in(root) / STEPPER}",
    )


def esbuild(web: Path, *arguments: str) -> None:
    """Have esbuild bundle scripts of ``web``."""
    program = (NODE, "node_modules/esbuild/bin/esbuild")
    # It takes less time than one needs to read of it.
    with silent("Bundling the scripts of web/src with esbuild") as step:
        run([*program, *BUNDLED, *arguments], step, web)


def is_installed(web: Path) -> bool:
    """Whether ``node_modules`` holds what the lock file asks for."""
    lock, stamp = web / "package-lock.json", installed_lock(web)
    return stamp.exists() and stamp.read_bytes() == lock.read_bytes()


def installed_lock(web: Path) -> Path:
    """Where a copy of the lock file says what was installed, once all of it was."""
    return web / "node_modules" / ".installed-lock.json"


def install(web: Path, begin: Steps) -> None:
    """Have npm install what the lock file asks for. Raises `NotFetched`."""
    try:
        with begin("Fetching fonts, the editor and Python from npm, only once") as step:
            run([NODE, NPM, *NPM_CI], step, web)
    except StepFailed as failed:
        raise NotFetched(reason(failed)) from failed
    shutil.copyfile(web / "package-lock.json", installed_lock(web))


def reason(failed: StepFailed) -> str:
    """npm's word for what went wrong, such as ``ECONNREFUSED``."""
    code = re.search(r"^npm error code (\S+)", str(failed), re.MULTILINE)
    return code[1] if code else "npm failed"
