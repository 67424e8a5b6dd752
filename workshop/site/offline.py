"""The service worker: keeps a build of the book in the reader's browser."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .browser import FOR_NOTEBOOKS
from .lite import FOLDER

WORKER = "sw.js"
# What it takes to run the blocks, which is most of the bytes, and what few ever load.
LATER = "assets/built/python/"
# What the notebooks alone load: kept once somebody has opened one.
LAST = (f"{FOLDER}/", *(f"{LATER}{name}.zip" for name in FOR_NOTEBOOKS))
# Never asked for by a page.
LEFT_OUT = (".map", ".gz", ".txt", "404.html", "sitemap.xml", WORKER)
# As many letters of a hash as tell one build's file from another's.
LETTERS = 20


def write_service_worker(root: Path, site: Path) -> None:
    """Write the service worker of the site in the folder ``site``.

    ``root`` holds ``web/``. The worker names each file with its hash, and so never
    takes a file of one build for that of another.
    """
    first: dict[str, str] = {}
    later: dict[str, str] = {}
    last: dict[str, str] = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        download = name.endswith(".zip") and not name.startswith(LATER)
        if path.is_dir() or name.endswith(LEFT_OUT) or download:
            continue
        kept = first
        if name.startswith(LAST):
            kept = last
        elif name.startswith(LATER):
            kept = later
        kept[name] = digest(path.read_bytes())
    build = digest(json.dumps([first, later, last]).encode())
    told = {"BUILD": build, "FIRST": first, "LATER": later, "LAST": last}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in told.items()]
    source = (root / "web" / "src" / WORKER).read_text("utf-8")
    (site / WORKER).write_text("\n".join([*lines, "", source]), "utf-8")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:LETTERS]
