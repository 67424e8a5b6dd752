"""The map: each name of ours, where it was typed in, and where it is in Flask."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from workshop.errors import BookError, Place
from workshop.mapping.matching import Match, above
from workshop.mapping.notes import Note, Notes
from workshop.mapping.page import Map, Sources
from workshop.mapping.symbols import Package, Symbol
from workshop.sync import weave
from workshop.weave.book import ROOT, Book, module_of
from workshop.weave.chapter import HEADING, slug

from .conftest import block

MakeBook = Callable[..., Book]

MAP = Map.of(Book())
assert MAP
MATCH, TEXT = MAP.match, MAP.text()


def module_named(package: str, name: str) -> ModuleType:
    return importlib.import_module(f"{package}.{name}".removesuffix(".__init__"))


def resolved(symbol: Symbol) -> Any:
    """What a symbol of Flask's is, imported."""
    found: Any = module_named("flask", symbol.module)
    for name in symbol.names:
        found = found[name] if isinstance(found, dict) else getattr(found, name)
    return found


def public_names(package: str, name: str) -> Iterator[str]:
    """The public classes and functions that a module defines, and the classes' members.

    By what Python says of them when it has imported the module.
    """
    module = module_named(package, name)
    for key, value in vars(module).items():
        is_class = isinstance(value, type)
        if key.startswith("_") or not (is_class or inspect.isfunction(value)):
            continue
        if value.__module__ != module.__name__:
            continue
        yield f"{name}.{key}"
        for member in vars(value) if is_class else ():
            if not member.startswith("_"):
                yield f"{name}.{key}.{member}"


def is_set_in_init(symbol: Symbol) -> bool:
    return "__init__" in symbol.key


def test_everything_is_said_and_nothing_too_much() -> None:
    assert list(MATCH.problems()) == []
    assert (ROOT / "chapters" / "map.md").read_text("utf-8") == TEXT


def test_every_public_name_of_ours_is_in_the_map() -> None:
    """By what Python says of the modules, and not by how the map reads them."""
    known = {symbol.path for symbol in MATCH.names}
    for path in Book().finished:
        name = module_of(path.removeprefix("tinyflask/"))
        assert {name, *public_names("tinyflask", name)} <= known


def test_every_name_of_ours_has_a_row_in_the_module_that_it_is_in() -> None:
    sections = re.split(r"^## ", TEXT, flags=re.M)[1:-1]
    shown = []
    for section in sections:
        file = section.partition("\n")[0].strip("`")
        rows = re.findall(r"^\| `(.+?)` \|", section, re.M)
        shown += [(file, row) for row in rows]
    expected = [(each.file, ".".join(each.names) or each.file) for each in MATCH.names]
    assert sorted(shown) == sorted(expected)


def test_the_modules_are_in_the_order_in_which_the_chapters_wrote_them() -> None:
    cells = re.findall(r"^\| `[^`]+\.py` \| (.+?) \|", TEXT, re.M)
    firsts = [int(re.findall(r"\[(\d+)\]", cell)[-1]) for cell in cells]
    assert len(firsts) == len(Book().finished)
    assert firsts == sorted(firsts)


def test_each_name_that_is_in_flask_can_be_imported_there() -> None:
    for symbol in MATCH.names:
        there = MATCH.counterpart(symbol)
        if there is None:
            assert MATCH.is_ours_alone(symbol)
        elif is_set_in_init(there):
            cls = resolved(replace(there, names=there.names[:-1]))
            assert f"self.{there.names[-1]}" in inspect.getsource(cls.__init__)
        elif there.module != "__main__":
            # That one would run.
            resolved(there)


def test_a_link_leads_to_the_line_that_defines_the_name() -> None:
    sources = MAP.sources.texts()
    links = re.findall(r"\[`([^`]+)`\]\(\S+/src/flask/(\S+?)#L(\d+)\)", TEXT)
    assert len(links) > 500
    for name, file, line in links:
        text = sources[file].splitlines()[int(line) - 1]
        assert name.rpartition(".")[2] in text or file == "__init__.py"


def test_a_link_leads_to_a_section_that_is_there() -> None:
    anchors = {
        f"{chapter.slug}/index.md#{slug(heading['text'])}"
        for chapter in Book().chapters
        for heading in filter(None, map(HEADING.match, chapter.lines))
    }
    links = re.findall(r"\((\d\d-[^ )]+) \"", TEXT)
    assert len(links) >= len(MATCH.names)
    assert set(links) <= anchors


def test_what_flask_has_is_ours_or_has_a_reason() -> None:
    """By what Python says of Flask's classes, and not by how the map reads them."""
    reasons = MATCH.notes.missing
    modules = {symbol.module for symbol in MATCH.theirs.symbols.values()}
    for module in modules - {"__main__"}:
        for path in public_names("flask", module):
            has_reason = not reasons.keys().isdisjoint((path, *above(path)))
            assert path in MATCH.had or has_reason, path


def test_no_note_says_what_a_program_finds() -> None:
    for path, note in MATCH.notes.names.items():
        if note.flask or note.ours:
            names = {**MATCH.notes.names, path: Note(besides=note.besides)}
            alone = replace(MATCH, notes=replace(MATCH.notes, names=names))
            assert alone.counterpart(MATCH.ours.symbols[path]) is None, path


def test_the_texts_fit_into_a_table_and_are_sentences() -> None:
    for note in MATCH.notes.names.values():
        for text in filter(None, (note.besides, note.ours)):
            assert "|" not in text and text.endswith(".") and len(text) < 160


OURS = {
    "__init__.py": "from .app import App as App\n",
    "app.py": "class App(Base):\n    def run(self): ...\n",
    "base.py": "T = TypeVar('T')\n\nclass Base:\n    kind: str\n"
    "    def __init__(self):\n        self.name = 1\n    def _hidden(self): ...\n",
}
THEIRS = {
    "__init__.py": "from .app import App as App\nfrom .app import other as other\n",
    "app.py": "from .sansio.core import Core\n\nclass App(Core):\n"
    "    def run(self): ...\n    settings = {'DEBUG': 1}\n\ndef other(): ...\n",
    "sansio/core.py": "class Core:\n    def __init__(self):\n        self.name = 1\n",
}
OURS["app.py"] = "from .base import Base\n\n" + OURS["app.py"]
NAMES = {"base": Note(flask="sansio.core"), "base.Base": Note(flask="sansio.core.Core")}
MISSING = {
    "__init__.other": "Why.",
    "app.other": "Why.",
    "app.App.settings": "Why.",
}


def made_up(
    names: dict[str, Note] = NAMES,
    missing: dict[str, str] = MISSING,
    ours: dict[str, str] = OURS,
) -> Match:
    """A small map, with the lines of its file where their names say."""
    text = "\n".join(f'"{name}" = …' for name in (*names, *missing))
    notes = Notes("chapters/map.toml", text, names, missing)
    return Match(Package.read(ours), Package.read(THEIRS), notes)


def problems(match: Match) -> list[str]:
    return [str(each) for each in match.problems()]


def test_names_are_found_through_the_classes_that_have_them() -> None:
    match = made_up()
    assert problems(match) == []
    found = {each.path: match.counterpart(each) for each in match.names}
    assert {path: there and there.path for path, there in found.items()} == {
        "__init__": "__init__",
        "app": "app",
        "app.App": "app.App",
        "app.App.run": "app.App.run",
        "base": "sansio.core",
        "base.Base": "sansio.core.Core",
        "base.Base.name": "sansio.core.Core.name",
    }


def test_a_symbol_that_flask_has_not() -> None:
    names = {**NAMES, "app.App.run": Note(flask="app.App.walk")}
    assert problems(made_up(names)) == [
        "chapters/map.toml:3: Flask has no `app.App.walk`. Say where `app.App.run` is"
        " there."
    ]


def test_a_note_for_a_name_that_is_gone() -> None:
    assert problems(made_up({**NAMES, "app.App.walk": Note(besides="It walks.")})) == [
        "chapters/map.toml:3: `app.App.walk` is no name of ours (any longer). Take its"
        " line out."
    ]


def test_a_name_of_ours_that_is_nowhere() -> None:
    more = {**OURS, "app.py": f"{OURS['app.py']}    def walk(self): ...\n"}
    assert problems(made_up(ours=more)) == [
        "chapters/map.toml:1: `app.App.walk` was not found in Flask. Say where it is,"
        " by `flask`, or how Flask does without it, by `ours`."
    ]
    alone = {**NAMES, "app.App.walk": Note(ours="In Flask nobody walks.")}
    assert problems(made_up(alone, ours=more)) == []


def test_what_is_said_of_a_module_of_ours_is_said_of_all_in_it() -> None:
    more = {**OURS, "more.py": "class A:\n    x = 1\n\ndef run(): ...\n"}
    names = {**NAMES, "more": Note(ours="Flask has nothing of it.")}
    match = made_up(names, ours=more)
    assert problems(match) == []
    assert match.counterpart(match.ours.symbols["more.A.x"]) is None


def test_a_name_of_flask_without_a_reason() -> None:
    missing = {path: "Why." for path in MISSING if path != "app.App.settings"}
    assert problems(made_up(missing=missing)) == [
        "chapters/map.toml:1: Flask has `app.App.settings`, and we have not. Say why,"
        " in `missing`."
    ]


@pytest.mark.parametrize("path", ["app.App.run", "app.nothing", "app.other.inside"])
def test_a_reason_for_what_is_not_missing(path: str) -> None:
    (problem,) = problems(made_up(missing={**MISSING, path: "Why."}))
    assert problem.startswith(f"chapters/map.toml:6: `{path}` is not missing")
    assert problem.endswith("Take its line out.")


def test_a_dictionary_may_be_what_a_class_is_here() -> None:
    ours = {**OURS, "app.py": f"{OURS['app.py']}\nclass Defaults:\n    DEBUG = 2\n"}
    names = {**NAMES, "app.Defaults": Note(flask="app.App.settings")}
    missing = {path: "Why." for path in MISSING if path != "app.App.settings"}
    match = made_up(names, missing, ours)
    assert problems(match) == []
    there = match.counterpart(match.ours.symbols["app.Defaults.DEBUG"])
    assert there and there.path == "app.App.settings.DEBUG"


@pytest.mark.parametrize(
    "text",
    ["[names", '[names]\n"a".bsides = "x"\n[missing]\n', '[names]\n"a".ours = "x"\n'],
)
def test_a_file_of_notes_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BookError, match=r"^map\.toml:1: this cannot be read: .* Mend"):
        Notes.read(path, tmp_path)


@pytest.mark.parametrize("version", ["3.0.3", "3.2.0", "3.10", "4.0"])
def test_another_version_of_flask_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(BookError, match=rf"is of Flask 3\.1, and {version} is instal"):
        Sources(version, tmp_path).refuse_other(Place("chapters/map.toml"))
    Sources("3.1.12", tmp_path).refuse_other(Place("chapters/map.toml"))


def test_flask_is_asked_for_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BookError, match=r"map\.toml:1: the map needs Flask 3\.1"):
        Sources.found(Place("chapters/map.toml"))


@pytest.fixture
def mapped_book(
    small_book: MakeBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Book:
    """A small book with a map into a small Flask."""
    flask = tmp_path / "flask"
    flask.mkdir()
    (flask / "app.py").write_text("x = 1\n\ndef f(): ...\n\ndef g(): ...\n", "utf-8")
    sources = Sources("3.1.9", flask)
    monkeypatch.setattr(Sources, "found", lambda place: sources)
    book = small_book(
        {"app.py": '"""Ours."""\n\n\ndef f():\n    return 2\n'},
        "## Start\n\n" + block('"""Ours."""\n\n\ndef f():\n    return 1'),
        '## "Go" on\n\n' + block("def f():\n    return 2"),
    )
    notes = '[names]\n"app.f".besides = "Sings."\n[missing]\n"app.g" = "Why."\n'
    (tmp_path / "chapters" / "map.toml").write_text(f'{notes}"app.x" = "No."\n')
    return book


def test_sync_writes_the_page(mapped_book: Book) -> None:
    woven = weave(mapped_book)
    assert woven.problems == []
    url = "https://github.com/pallets/flask/blob/3.1.9/src/flask/app.py"
    start = '[1](01-part-1/index.md#start "Start")'
    rows = (
        f"| `app.py` | {start} | [`app.py`]({url}) |  |",
        f"| `f` | [2](02-part-2/index.md#go-on \"'Go' on\"), first {start}"
        f" | [`f`]({url}#L3) `app.py:3` | Sings. |",
        f"| [`g`]({url}#L5) `app.py:5` | Why. |",
    )
    text = woven.files[mapped_book.root / "chapters" / "map.md"]
    for row in rows:
        assert f"\n{row}\n" in text
    woven.write()
    assert woven.differing() == {}


def test_sync_refuses_what_a_person_has_to_mend(mapped_book: Book) -> None:
    (mapped_book.root / "chapters" / "map.toml").write_text("[names]\n[missing]\n")
    woven = weave(mapped_book)
    assert woven.files == {}
    assert [each.problem.partition(",")[0] for each in woven.problems] == [
        "Flask 3.1.9 has `app.g`",
        "Flask 3.1.9 has `app.x`",
    ]


def test_a_book_without_notes_has_no_map(small_book: MakeBook) -> None:
    assert Map.of(small_book({"app.py": "x = 1\n"}, block("x = 1"))) is None


def test_what_is_only_declared_or_for_types_is_no_name() -> None:
    source = "X: int\nT = TypeVar('T')\nA: TypeAlias = int\n@overload\ndef f(): ...\n"
    assert list(Package.read({"app.py": source}).symbols) == ["app"]
