"""``python -m workshop.site.mkdocs FOLDER``: MkDocs builds the pages into FOLDER.

After each page it prints how far it is, which the command ``mkdocs`` does not.
"""

from __future__ import annotations

import logging
import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import Files

# A page is read, with all that runs over its text, and then written. Reading takes
# about four times as long.
READING, WRITING = 4, 1


class Count:
    """How far MkDocs is. Its methods are named after MkDocs' events."""

    def __init__(self) -> None:
        self.done = self.total = 0

    def nav(self, nav: object, /, files: Files, **more: object) -> None:
        self.total = len(files.documentation_pages()) * (READING + WRITING)

    def page_content(self, content: str, /, **more: object) -> None:
        self.add(READING)

    def post_page(self, output: str, /, **more: object) -> None:
        self.add(WRITING)

    def add(self, parts: int) -> None:
        self.done += parts
        print(f"{self.done} of {self.total}", flush=True)


def main(folder: str) -> None:
    logging.basicConfig(format="%(levelname)s - %(message)s", level=logging.INFO)
    try:
        config = load_config(strict=True, site_dir=folder)
        plugins, count = config.plugins, Count()
        for event in ("nav", "page_content", "post_page"):
            plugins.events[event].append(getattr(count, event))
        plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            plugins.on_shutdown()
    except MkDocsException as error:
        sys.exit(error.format_message())


if __name__ == "__main__":
    main(sys.argv[1])
