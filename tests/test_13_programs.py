"""A program in many files, with its own tests, which runs on Flask as it does here."""

import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import flask
import pexpect
import pytest
from test_10_programs import answers
from webtest import TestApp

from workshop.exercises.programs import on_path

JOURNAL = Path(__file__).parent / "programs" / "journal"
SECONDS = 300


@contextmanager
def the_journal_on(framework):
    """A folder with the program, which imports ``framework``."""
    with tempfile.TemporaryDirectory() as name:
        folder = shutil.copytree(
            JOURNAL,
            Path(name, "program"),
            ignore=shutil.ignore_patterns("__pycache__", "instance"),
        )
        for file in folder.rglob("*.py"):
            source = file.read_text("utf-8")
            source = source.replace("from tinyflask", f"from {framework.__name__}")
            file.write_text(source, "utf-8")
        yield folder


def run(framework, folder, *args, **options):
    """Run Python in the program's folder, with this framework and no other."""
    place = str(Path(framework.__file__).parent.parent)
    return subprocess.run(
        [sys.executable, "-m", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([place, str(folder)])},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        **options,
    )


@pytest.mark.small_print
@pytest.mark.needs("processes")
def test_the_journals_own_tests_pass(framework):
    """They use a client, a runner, `monkeypatch` and a database for each test."""
    with the_journal_on(framework) as folder:
        options = ("-q", "-p", "no:cacheprovider", "--rootdir", str(folder))
        ran = run(framework, folder, "pytest", *options, "tests")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "30 passed" in ran.stdout


@pytest.mark.small_print
@pytest.mark.needs("processes")
def test_the_journal_from_the_command_line(framework):
    """Its tables are made by a command, and a user by another one."""
    with the_journal_on(framework) as folder:
        line = (framework.__name__, "--app", "journal")
        ran = run(framework, folder, *line, "init-db", input="y\n")
        assert "The tables are there, and empty." in ran.stdout, ran.stderr
        assert (folder / "instance/journal.sqlite").exists()
        ran = run(framework, folder, *line, "users", "add", "ann", "--password", "tea")
        assert ran.stdout == "ann can log in now.\n", ran.stderr
        ran = run(framework, folder, *line, "users", "add", "ann", "--password", "tea")
        assert ran.returncode == 1
        assert "ann is registered already." in ran.stderr
        ran = run(framework, folder, *line, "routes", "--sort", "rule")
        assert [row.split()[0] for row in ran.stdout.splitlines()[2:]] == [
            "entries.index",
            "index",
            "entries.show",
            "entries.delete",
            "entries.update",
            "auth.login",
            "auth.logout",
            "auth.register",
            "entries.create",
            "entries.feed",
            "ping",
            "static",
        ]


@pytest.mark.small_print
@pytest.mark.needs("processes")
def test_the_shell_completes_names(framework):
    """In a terminal, what is in the application is there for a tab."""
    with the_journal_on(framework) as folder:
        place = str(Path(framework.__file__).parent.parent)
        path = os.pathsep.join([place, str(folder)])
        shell = pexpect.spawn(
            sys.executable,
            ["-m", framework.__name__, "--app", "journal", "shell"],
            cwd=str(folder),
            env={**os.environ, "PYTHONPATH": path, "TERM": "dumb", "HOME": str(folder)},
            encoding="utf-8",
            timeout=SECONDS,
        )
        shell.expect(">>> ")
        shell.send("app.import_n\t\r")
        shell.expect("'journal'")
        shell.sendeof()
        shell.expect(pexpect.EOF)
        shell.close()


@contextmanager
def client_of_the_journal_on(framework):
    """A client of the program, whose database is empty."""
    with the_journal_on(framework) as folder, on_path(folder):
        journal = importlib.import_module("journal")
        app = journal.create_app({"DATABASE": folder / "empty.db"})
        with app.app_context():
            journal.db.init_db()
        yield TestApp(app)


def journal_requests():
    ann = {"username": "ann", "password": "tea"}
    for path in ("/", "/ping", "/1", "/create", "/auth/login", "/missing", "/auth"):
        yield "get", path, {}
    yield "post", "/auth/register", {"params": {"username": "", "password": ""}}
    yield "post", "/auth/register", {"params": {"username": "no password"}}
    for _ in range(2):
        yield "post", "/auth/register", {"params": ann}
    yield "post", "/auth/login", {"params": ann | {"password": "milk"}}
    yield "post", "/create", {"params": {"title": "too early", "body": ""}}
    yield "post", "/auth/login", {"params": ann}
    for title in ("One", "<b>Two</b>", " ", "Three", "Four & more"):
        yield "post", "/create", {"params": {"title": title, "body": "a\n\n<i>b"}}
        yield "get", "/", {}
    for path in ("/?page=2", "/?page=0", "/?page=x", "/2", "/2/update", "/9/update"):
        yield "get", path, {}
    yield "post", "/2/update", {"params": {"title": "Changed", "body": ""}}
    yield "get", "/2/delete", {}
    yield "post", "/2/delete", {}
    yield "get", "/feed.json", {"headers": {"Host": "journal.example"}}
    yield "get", "/static/style.css", {}
    yield "options", "/create", {}
    yield "get", "/auth/logout", {}
    yield "post", "/1/delete", {}
    yield "get", "/", {}


@pytest.mark.small_print
def test_the_journal_answers_alike(framework):
    """Status, headers and body of each answer are Flask's, to the byte."""
    requests = list(journal_requests())
    with client_of_the_journal_on(flask) as client:
        theirs = answers(client, requests)
    with client_of_the_journal_on(framework) as client:
        mine = answers(client, requests)
    for each, other in zip(mine, theirs, strict=True):
        assert each == other
    text = b"".join(body for *_, body in mine).decode()
    assert "&lt;b&gt;Two" in text
    assert "journal.example/4" in text
    assert "There is no entry 9." in text
