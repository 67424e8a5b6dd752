"""The commands ``workshop site`` and ``workshop book``."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from urllib.error import HTTPError
from urllib.request import urlopen

import pexpect
import pytest

from workshop.site.browser import of_the_book
from workshop.site.server import PORT
from workshop.weave.book import HERE

pytestmark = pytest.mark.xdist_group("site")

SECONDS = 120
# Nothing listens there, so that npm finds no registry; and it has fetched nothing yet.
NO_REGISTRY = {
    "npm_config_registry": "http://127.0.0.1:9/",
    "npm_config_cache": "web/cache",
}

# Nor does uv, which looks for packages, find anything.
NO_PYPI = {"UV_OFFLINE": "1", "UV_CACHE_DIR": "cache"}


def workshop(
    command: str, root: Path, **environ: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workshop", *command.split()],
        env={**os.environ, "WORKSHOP_ROOT": str(root), **environ},
        cwd=root,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


@pytest.fixture
def one_page(clone: Path) -> Path:
    """A clone whose site has a single page, for what does not depend on the pages."""
    settings = clone / "mkdocs.yml"
    text = re.sub(r"^nav:\n(  .*\n)+", "", settings.read_text("utf-8"), flags=re.M)
    left_out = "exclude_docs: |\n  *.md\n  !/index.md\n"
    text, count = re.subn(r"^exclude_docs: .*\n", left_out, text, flags=re.M)
    assert count == 1
    settings.write_text(text, "utf-8")
    (clone / "chapters" / "index.md").write_text("# tinyflask\n", "utf-8")
    return clone


def test_without_pypi_the_site_is_built_and_what_is_missing_is_said(
    one_page: Path,
) -> None:
    ran = workshop("site", one_page, **NO_PYPI)
    assert ran.returncode == 0, ran.stderr
    said = " ".join(ran.stdout.split())
    assert "could not be fetched from PyPI" in said
    assert "nothing in them can be run" in said
    # And what uv says about it.
    assert "this step failed: Fetching packages from PyPI, only once." in said
    assert "Packages were unavailable because the network was disabled" in said
    assert (one_page / "site" / "index.html").exists()


def test_what_was_fetched_comes_with_its_licences_and_only_once(
    site: Path, one_page: Path
) -> None:
    # What was fetched and made for the site of this test run, or before it.
    (one_page / "web" / "node_modules").symlink_to(HERE / "web" / "node_modules")
    for made in ("chapters/assets/built", "build/lite"):
        shutil.copytree(HERE / made, one_page / made)
    shutil.copy(HERE / "build" / "lite.made-from", one_page / "build")
    for part in ("notebooks", "tests"):
        shutil.copytree(HERE / part, one_page / part)
    shutil.copy(HERE / "constraints.txt", one_page)
    ran = workshop("site", one_page, **NO_REGISTRY, **NO_PYPI)
    assert ran.returncode == 0, ran.stderr
    assert "npm" not in ran.stdout
    assert "PyPI" not in ran.stdout
    folder = one_page / "site" / "assets" / "built"
    names = {path.name for path in folder.iterdir()}
    assert {"serif.woff2", "sans.woff2", "mono.woff2"} <= names
    for name in ("serif", "sans", "mono"):
        assert "Copyright" in (folder / f"{name}.LICENSE.txt").read_text("utf-8")
    assert (one_page / "site" / "lite" / "notebooks" / "index.html").exists()


def test_the_lock_file_names_no_host(clone: Path) -> None:
    assert "://" not in (clone / "web" / "package-lock.json").read_text("utf-8")


def test_a_link_that_leads_nowhere_ends_the_build_with_its_name(one_page: Path) -> None:
    page = one_page / "chapters" / "index.md"
    page.write_text("# tinyflask\n\n[Gone](99-gone/index.md)\n", "utf-8")
    ran = workshop("site", one_page, **NO_REGISTRY)
    assert ran.returncode == 1
    assert "this step failed: Building the pages." in ran.stderr
    assert "99-gone/index.md" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_script_that_cannot_be_bundled_ends_the_build_with_its_line(
    site: Path, clone: Path
) -> None:
    (clone / "web" / "node_modules").symlink_to(HERE / "web" / "node_modules")
    (clone / "web" / "src" / "book.js").write_text("const mistake = ;\n", "utf-8")
    ran = workshop("site", clone, **NO_REGISTRY, **NO_PYPI)
    assert ran.returncode == 1
    assert "this step failed: Bundling the scripts of web/src" in ran.stderr
    assert "src/book.js:1:16" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_in_a_terminal_each_step_leaves_a_line(one_page: Path) -> None:
    environ = {**os.environ, "WORKSHOP_ROOT": str(one_page), **NO_REGISTRY}
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "workshop", "site"],
        cwd=str(one_page),
        env=environ,
        encoding="utf-8",
        timeout=SECONDS,
        dimensions=(24, 80),
    )
    terminal.expect(pexpect.EOF)
    # Without colours, and without what was drawn in the same line before.
    text = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", str(terminal.before))
    lines = [line.rpartition("\r")[2].rstrip() for line in text.split("\r\n")]
    for line in (
        r"✗ Fetching fonts, the editor and Python from npm, only once  \d+ s",
        r"✓ Writing the code after each chapter  \d+ s",
        r"✓ Building the pages  \d+ s",
    ):
        assert len([each for each in lines if re.fullmatch(line, each)]) == 1, lines
    # The pages are counted while they are built.
    assert re.search("Building the pages ━", text)


def test_verbose_shows_what_the_programs_print(one_page: Path) -> None:
    ran = workshop("site --verbose", one_page, **NO_REGISTRY)
    assert ran.returncode == 0, ran.stderr
    assert "  npm error code ECONNREFUSED" in ran.stdout
    assert "  INFO - Documentation built in" in " ".join(ran.stdout.split("\n"))
    quiet = workshop("site", one_page, **NO_REGISTRY)
    assert "Documentation built in" not in quiet.stdout


def test_a_mistake_in_a_chapter_ends_the_build_with_its_line(clone: Path) -> None:
    chapter = next(clone.glob("chapters/02-*/index.md"))
    chapter.write_text(
        chapter.read_text("utf-8")
        + '\n```python title="tinyflask/app.py"\nclass Flask(\n```\n',
        "utf-8",
    )
    ran = workshop("site", clone, **NO_REGISTRY)
    assert ran.returncode == 1
    assert re.search(
        r"chapters/02-[\w-]+/index\.md:\d+: this is not Python", ran.stderr
    )
    assert "Traceback" not in ran.stderr


@pytest.fixture
def serving(one_page: Path) -> Iterator[subprocess.Popen[str]]:
    """The command ``workshop book``, started where its port is taken."""
    with socket.socket() as taken:
        # Where the port is another program's, that is as good.
        with suppress(OSError):
            taken.bind(("127.0.0.1", PORT))
            taken.listen()
        process = subprocess.Popen(
            [sys.executable, "-m", "workshop", "book"],
            env={**os.environ, "WORKSHOP_ROOT": str(one_page), **NO_REGISTRY},
            cwd=one_page,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Tests that run in the background of a shell ignore SIGINT. This shall not.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        limit = Timer(SECONDS, process.kill)
        limit.start()
        with process:
            yield process
            process.kill()
        limit.cancel()


def test_the_book_is_served_without_npm_and_on_another_port(
    serving: subprocess.Popen[str],
) -> None:
    """Its own port is taken, and the registry cannot be reached. It says so."""
    assert serving.stdout
    said = ""
    while not (place := re.search(r"The book: (http://127.0.0.1:(\d+)/)", said)):
        line = serving.stdout.readline()
        assert line, said
        said += line
    words = " ".join(said.split())
    assert "from npm, only once" in words
    assert "could not be fetched from npm (ECONNREFUSED)" in words
    assert "npm error code ECONNREFUSED" in words
    assert f"Port {PORT} is taken" in words
    assert int(place[2]) != PORT
    with urlopen(place[1], timeout=10) as response:
        assert re.search(rb"<title>[^<]*tinyflask[^<]*</title>", response.read())
    with pytest.raises(HTTPError, match="404") as missing:
        urlopen(f"{place[1]}nowhere", timeout=10)
    # It is a page of the book, which leads on.
    assert b"md-header" in missing.value.read()
    serving.send_signal(signal.SIGINT)
    assert serving.stdout.read().strip() == "Stopped."
    assert serving.wait(10) == 0


def test_a_program_of_the_book_is_packed_with_its_templates(tmp_path: Path) -> None:
    """Its folders are none of its files, and what Python left there is not its own."""
    for name in ("app.py", "templates/index.html", "__pycache__/app.pyc"):
        path = tmp_path / "tinybb" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    packed = {name for name, _ in of_the_book(tmp_path) if name.startswith("tinybb/")}
    assert packed == {"tinybb/app.py", "tinybb/templates/index.html"}
