"""The service worker: keeps a build of the book in the reader's browser."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .browser import FOR_NOTEBOOKS

WORKER = "sw.js"
# What it takes to run the blocks, which is most of the bytes, and what few ever load.
LATER = ("assets/built/python/", "assets/built/mermaid.js")
# What the notebooks alone load: they have a worker of their own.
NOTEBOOKS = ("lite/", *(f"{LATER[0]}{name}.zip" for name in FOR_NOTEBOOKS))
# Never asked for by a page.
LEFT_OUT = (".map", ".gz", ".txt", "404.html", "sitemap.xml", WORKER)


def write_service_worker(root: Path, site: Path) -> None:
    """Write the service worker of the site in the folder ``site``.

    ``root`` holds ``web/``. The worker names each file with its hash, and so never
    takes a file of one build for that of another.
    """
    first: dict[str, str] = {}
    later: dict[str, str] = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        skipped = name.startswith(NOTEBOOKS) or name.endswith(LEFT_OUT)
        download = name.endswith(".zip") and not name.startswith(LATER)
        if path.is_dir() or skipped or download:
            continue
        kept = later if name.startswith(LATER) else first
        kept[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    build = hashlib.sha256(json.dumps([first, later]).encode()).hexdigest()[:16]
    told = {"BUILD": build, "FIRST": first, "LATER": later}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in told.items()]
    source = (root / "web" / "src" / WORKER).read_text("utf-8")
    (site / WORKER).write_text("\n".join([*lines, "", source]), "utf-8")
