"""The notebooks in the browser: JupyterLite, on the same Python as the pages."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import nbformat

from ..terminal.running import run
from ..terminal.steps import Step, Steps
from .browser import LOCKED, package_name

FOLDER = "lite"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
SERVICE_WORKER = "@jupyterlite/application-extension:service-worker-manager"
KERNELSPEC = {
    "display_name": "Python (Pyodide)",
    "language": "python",
    "name": "python",
}


def put_notebooks_in_place(root: Path, site: Path, begin: Steps) -> None:
    """Build JupyterLite with the notebooks of ``root`` into ``site``.

    It is built again only where a notebook or JupyterLite has changed.
    """
    kept = root / "build" / FOLDER
    stamp = kept.with_suffix(".made-from")
    made_from = fingerprint(root)
    if not stamp.exists() or stamp.read_text("utf-8") != made_from:
        shutil.rmtree(kept, ignore_errors=True)
        with begin("Building JupyterLite with the notebooks") as step:
            build(root, kept, step)
        stamp.write_text(made_from, "utf-8")
    shutil.copytree(kept, site / FOLDER, dirs_exist_ok=True)


def fingerprint(root: Path) -> str:
    found = hashlib.sha256(json.dumps(settings()).encode())
    constraints = root / "constraints.txt"
    if constraints.exists():
        found.update(constraints.read_bytes())
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        found.update(for_a_browser(path).encode())
    return found.hexdigest()


def settings() -> dict[str, object]:
    """JupyterLite's own file of settings."""
    kernel = {
        # From lite/notebooks/ and lite/lab/.
        "pyodideUrl": "../../assets/built/python/pyodide.js",
        "disablePyPIFallback": True,
        # All at once, so that nothing is looked for anywhere else.
        "loadPyodideOptions": {"packages": [package_name(each) for each in LOCKED]},
    }
    data = {
        "appName": "tinyflask",
        # The book's own worker keeps the notebooks too, of the same build.
        "disabledExtensions": [SERVICE_WORKER],
        # For the browser's console, and for the tests.
        "exposeAppInBrowser": True,
        "litePluginSettings": {KERNEL: kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def for_a_browser(path: Path) -> str:
    """A notebook that asks for the kernel that a browser has.

    In the file a text is a list of its lines. Read, it is one again: JupyterLite would
    put commas between the lines of an output.
    """
    notebook = nbformat.read(path, 4)
    notebook["metadata"]["kernelspec"] = KERNELSPEC
    return json.dumps(notebook)


def build(root: Path, target: Path, step: Step) -> None:
    """Have JupyterLite build itself into ``target``."""
    source = target.with_name(f"{FOLDER}-source")
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    (source / "jupyter-lite.json").write_text(json.dumps(settings()), "utf-8")
    contents = source / "notebooks"
    contents.mkdir()
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        (contents / path.name).write_text(for_a_browser(path), "utf-8")
    command = [sys.executable, "-m", "jupyter", "lite", "build"]
    command += ["--lite-dir", str(source), "--contents", str(contents)]
    command += ["--output-dir", str(target), "--no-sourcemaps"]
    command += ["--no-unused-shared-packages", "--apps", "notebooks", "--apps", "lab"]
    run(command, step, source)
