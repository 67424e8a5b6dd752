"""Published extensions as they are, and stores of our own in many threads."""

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path

import pytest

from workshop.exercises.programs import on_path
from workshop.weave.book import Book

CHAPTER = next(each for each in Book().chapters if each.slug == "14-extensions")
FILES = {
    block.title: block.source
    for block in CHAPTER.blocks
    if block.title and block.title.endswith(".py") and not block.typed_in
}
SECONDS = 120


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The chapter's programs, in a folder to be in."""
    for name, source in FILES.items():
        (tmp_path / name).write_text(source, "utf-8")
    with on_path(tmp_path), chdir(tmp_path):
        yield tmp_path


def run(program: str, folder: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", program],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


CLUB = """
import re
from club_app import Member, create_app, db
from flask_caching import Cache
from flask_login import current_user, logout_user
from flask_wtf.csrf import CSRFProtect

app = create_app("sqlite://")
CSRFProtect(app)
with app.app_context():
    db.create_all()
    db.session.add_all([Member(name="ann"), Member(name="bob")])
    db.session.commit()

@app.post("/out")
def out():
    logout_user()
    return "out"

@app.get("/many")
def many():
    page = db.paginate(db.select(Member).order_by(Member.name), per_page=1)
    return f"{page.items[0].name} {page.pages}"

@app.get("/number/<int:number>")
def number(number):
    return db.get_or_404(Member, number).name

def token(client):
    return re.search('value="(.+?)"', client.get("/enter").text)[1]

ann, bob = app.test_client(), app.test_client()
for client, name in ((ann, "ann"), (bob, "bob")):
    form = {"csrf_token": token(client), "name": name}
    print(client.post("/enter", data=form, follow_redirects=True).text)
with app.app_context():
    db.session.add(Member(name="carl"))
    db.session.commit()
print(ann.get("/").text)
print(ann.post("/out").status_code)
print(ann.post("/out", headers={"X-CSRFToken": token(ann)}).text)
print(ann.get("/").status_code, bob.get("/").status_code)
print(ann.get("/many").text, ann.get("/number/3").text, ann.get("/number/9").status)
with ann:
    ann.get("/many")
    print(current_user.is_anonymous)
"""


def test_four_published_extensions(folder: Path) -> None:
    """Databases, users, forms and a cache, from PyPI, told that we are Flask."""
    (folder / "more.py").write_text(CLUB, "utf-8")
    assert run("more.py", folder).splitlines() == [
        "Hello, ann, one of 2 members.",
        "Hello, bob, one of 2 members.",
        # It is three by now, and the number is kept.
        "Hello, ann, one of 2 members.",
        "400",
        "out",
        "302 200",
        "ann 3 carl 404 NOT FOUND",
        "True",
    ]


def test_the_same_program_runs_on_flask_itself(folder: Path) -> None:
    """Without the lie, everything is printed in the same way."""
    (folder / "more.py").write_text(CLUB, "utf-8")
    ours = run("more.py", folder)
    (folder / "pretend.py").write_text("", "utf-8")
    assert run("more.py", folder) == ours


@pytest.mark.parametrize("store", ["sqlite_store", "alchemy_store", "peewee_store"])
def test_a_store_in_many_threads(folder: Path, store: str) -> None:
    """Two applications with one extension, twenty threads, and nothing is mixed up."""
    from guestbook import create_app

    module = __import__(store)
    extension = module.Store()
    apps = [create_app(extension, f"{store}-{number}.db") for number in (1, 2)]

    def write(number: int) -> int:
        client = apps[number % 2].test_client()
        return client.post(f"/{number:03}").status_code

    with ThreadPoolExecutor(20) as threads:
        statuses = list(threads.map(write, range(60)))
    assert set(statuses) == {200}
    for parity, app in enumerate(apps):
        names = app.test_client().get("/").json
        assert sorted(names) == [f"{n:03}" for n in range(60) if n % 2 == parity]
    assert getattr(module, "still_open", []) == []


def test_what_the_extensions_import(folder: Path) -> None:
    """Every name that they import from Flask is here."""
    import tinyflask

    names = set(re.findall(r" (\w+)", run("uses.py", folder)))
    assert len(names) > 10
    elsewhere = {"app_ctx", "FlaskClient", "Namespace"}
    assert names - elsewhere <= set(vars(tinyflask))
