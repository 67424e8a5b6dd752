"""``workshop stage`` and ``workshop diff``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from workshop.cli import workshop
from workshop.weave.book import Book

BOOK = Book()


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(workshop, arguments)
    return result.exit_code, result.output


def test_a_stage_is_written_as_files_that_run(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "stage-1"
    code, output = run("stage", "1", str(folder))
    assert code == 0
    assert str(folder / "tinyflask/app.py") in output
    program = "from tinyflask import Flask; print(Flask.wsgi_app.__doc__)"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True
    )
    assert "there is no page yet" in ran.stdout


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    code, output = run("stage", "1", str(tmp_path))
    assert code == 1
    assert "is not empty. Name a new folder." in output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, output = run("stage", "1", str(tmp_path / "file"))
    assert code == 2
    assert "is a file" in output


def test_a_stage_that_does_not_exist(tmp_path: Path) -> None:
    last = len(BOOK.chapters)
    for arguments in (["stage", "99", str(tmp_path / "x")], ["diff", "0", "99"]):
        code, output = run(*arguments)
        assert code == 1
        assert f"there is no stage 99: the book has the stages 0 to {last}" in output
    assert not (tmp_path / "x").exists()


def test_diff_shows_what_changed_between_two_chapters() -> None:
    code, output = run("diff", "2", "3")
    assert code == 0
    assert "--- tinyflask/app.py (stage 2)" in output
    assert "+++ tinyflask/app.py (stage 3)" in output
    assert "+    def dispatch_request(" in output
    assert run("diff", "2", "2") == (0, "")
