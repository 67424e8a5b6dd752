"""The site: the pages that are made from the stages, and MkDocs to build them all.

What is written here lies beside the chapters, where MkDocs finds it, and is not kept in
the repository: for each chapter the code as it is then, and the reference to the API.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from markdown import markdown

from ..archive import zipped
from ..exercises.exercise import Exercise, exercises_of
from ..terminal.running import run
from ..terminal.steps import Step, Steps
from ..weave.book import PACKAGE, Book
from ..weave.chapter import Chapter
from . import reference
from .browser import has_python
from .code_pages import code_page
from .lite import put_notebooks_in_place
from .offline import write_service_worker


def write_pages(book: Book, begin: Steps) -> None:
    """Write the pages that are made from the stages into ``chapters/``."""
    with begin("Writing the code after each chapter") as step:
        for chapter in book.chapters:
            folder = chapter.path.parent
            for name, core in (("code.md", False), ("core.md", True)):
                zipfile = zip_name(chapter, core)
                (folder / zipfile).write_bytes(download(book, chapter, core))
                page = code_page(book, chapter, zipfile, core)
                (folder / name).write_text(page, "utf-8")
            step.reached(chapter.number, len(book.chapters))
    write_exercises(book, book.root / "chapters" / "assets" / "built")
    folder = book.root / "chapters" / "reference"
    # A module may have gone since the last time.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in reference.pages(book).items():
        (folder / name).write_text(text, "utf-8")


def build(root: Path, folder: Path, begin: Steps) -> None:
    """Build the site of the book at ``root`` into ``folder``. Raises `StepFailed`."""
    with begin("Building the pages") as step:
        build_pages(root, folder, step)
    if has_python(root):
        put_notebooks_in_place(root, folder, begin)
    write_service_worker(root, folder)


def build_pages(root: Path, folder: Path, step: Step) -> None:
    """Have MkDocs build the pages of the book at ``root``. Raises `StepFailed`."""
    repository = os.environ.get("BOOK_REPOSITORY", "").rstrip("/")
    told = {
        # Where a page can be edited, as GitHub and GitLab have it.
        "BOOK_EDIT": f"{repository}/edit/main/chapters/" if repository else "",
        # Keeps Material's notice about its successor out of the message.
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", f"{__package__}.mkdocs", str(folder)]
    run(command, step, root, {**os.environ, **told})
    if not os.environ.get("BOOK_SITE"):
        # It lists addresses, and without the site's own there are none.
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            Path(folder, name).unlink(missing_ok=True)


def write_exercises(book: Book, folder: Path) -> None:
    """Write what the pages tell of the exercises, and their names for every page."""
    folder.mkdir(parents=True, exist_ok=True)
    names: dict[str, list[str]] = {}
    for chapter in book.chapters:
        own = exercises_of(chapter)
        names[chapter.slug] = [each.name for each in own]
        path = folder / f"exercises-{chapter.number:02}.json"
        path.write_text(json.dumps([told(each) for each in own]), "utf-8")
    (folder / "exercises.json").write_text(json.dumps(names), "utf-8")


def told(exercise: Exercise) -> dict[str, object]:
    """What a page tells of an exercise."""
    title, _, task = exercise.task.partition("\n")
    return {
        "name": exercise.name,
        "title": title,
        "task": markdown(task),
        "into": exercise.module,
        "program": exercise.parts.program,
        "source": exercise.parts.start,
        "tests": exercise.parts.tests,
        "hints": [markdown(hint) for hint in exercise.hints],
        "solution": exercise.answer,
        "learnt": markdown(
            f"{exercise.learnt}\n\n**In Flask:** {exercise.in_flask}\n\n"
            f"**To try next:** {exercise.try_next}"
        ),
    }


def zip_name(chapter: Chapter, core: bool = False) -> str:
    return f"{PACKAGE}-{chapter.number}{'-core' if core else ''}.zip"


def download(book: Book, chapter: Chapter, core: bool = False) -> bytes:
    """The framework as ``chapter`` leaves it, in a folder of its own, as a zip file."""
    folder = zip_name(chapter, core).removesuffix(".zip")
    files = {**book.stage(chapter.number, core), f"{PACKAGE}/py.typed": ""}
    return zipped({f"{folder}/{path}": text.encode() for path, text in files.items()})
