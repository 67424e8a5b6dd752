"""Typing blocks into modules: what `...` means, what is kept, and in which order."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.errors import BookError, Place
from workshop.weave.book import ROOT
from workshop.weave.pieces import Branch, Leaf, Module
from workshop.weave.source import parse
from workshop.weave.typein import type_in, write

ZOO = dedent(
    '''\
    """A module with everything that a module of the framework may have."""

    from __future__ import annotations

    import os
    import typing as t
    from collections.abc import Callable
    from functools import cached_property
    from typing import TYPE_CHECKING, overload

    from werkzeug.wrappers import Response

    from . import helpers
    from .helpers import get_root_path as find_root

    if TYPE_CHECKING:
        from wsgiref.types import WSGIApplication

        from .app import Flask

    # How many there are at most.
    LIMIT = 3
    names: list[str] = []
    first, second = 1, 2
    """What an attribute is for."""


    @cached_property  # only for show
    @helpers.decorated(
        "over",
        lines=True,
    )
    async def fetch(app: Flask, *rest: t.Any) -> "WSGIApplication | None":
        """Wait for something."""

        # Why it waits.
        async def inner() -> None:
            pass

        await inner()
        # A last word.


    @overload
    def double(value: int) -> int: ...
    @overload
    def double(value: str) -> str: ...
    def double(value):
        return value + value


    class Missing(Exception): ...


    class Gone(Missing):
        """It was here."""

        pass


    class Cage:
        @overload
        def __init__(self, bars: int) -> None: ...
        @overload
        def __init__(self, bars: str) -> None: ...
        def __init__(self, bars):
            self.bars = bars


    class Zoo(
        Response,
        t.Generic[t.Any],
    ):
        """Keeps animals.

        With a second paragraph.
        """

        # Shared by all.
        size: int = LIMIT
        kind = "zoo"

        class Cage:
            """Nested."""

            def __init__(self, bars: int) -> None:
                self.bars = bars

        def __init__(self, root: str, *, limit: int = LIMIT) -> None:
            """Open the zoo."""
            super().__init__()
            # Where it is.
            self.root = find_root(root)

            if limit > LIMIT:
                # Too many.
                limit = LIMIT
            self.limit: int = limit
            self.register("a")
            # Closing time.

        @property
        def animals(self) -> int:
            """How many."""
            return self.limit

        @animals.setter
        def animals(self, value: int) -> None:
            self.limit = value

        @animals.deleter
        def animals(self) -> None:
            del self.limit

        def register(self, name: str) -> Callable[[], Response]:
            os.fspath(name)
            return lambda: Response(name)

        # The end of the class.


    Quoted = t.TypeVar("Quoted", bound="Missing")
    Alias: t.TypeAlias = "Missing | None"
    handlers: dict[str, Callable[[], Response]] = {
        "zoo": lambda: Response(),
    }
    # The end of the module.
    '''
)
SOURCES = {
    **{path.name: path.read_text("utf-8") for path in ROOT.glob("tinyflask/**/*.py")},
    "zoo.py": ZOO,
}


def read(text: str) -> Module:
    return parse(text, Place("block"))


def typed(*blocks: str, layout: str = "") -> str:
    """What one gets by typing in ``blocks``, one after the other."""
    module = None
    for text in blocks:
        module = type_in(module, read(dedent(text)), Place("block"))
    assert module
    return write(module, read(dedent(layout)) if layout else None)


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_typed_in_at_once_is_itself(name: str) -> None:
    module = read(SOURCES[name])
    assert write(module, module) == SOURCES[name]


def whole(piece: Leaf | Branch) -> str:
    if isinstance(piece, Leaf):
        return piece.text
    if not piece.doc and not piece.body:
        return f"{piece.head.text} ..."
    doc = [piece.doc.text] if piece.doc else []
    return "\n".join([piece.head.text, *doc, *map(whole, piece.body)])


@st.composite
def cut_module(draw: st.DrawFn) -> tuple[str, list[str]]:
    """The name of a module, and blocks that together hold all of it."""
    name = draw(st.sampled_from(sorted(SOURCES)))
    module = read(SOURCES[name])
    blocks: list[str] = []
    for piece in draw(st.permutations(module.tree.body)):
        if isinstance(piece, Branch) and piece.body and draw(st.booleans()):
            blocks += cut_class(draw, piece)
        else:
            blocks.append(whole(piece))
    for line in module.import_lines():
        at = draw(st.integers(0, len(blocks)))
        if at == len(blocks):
            blocks.append(line)
        else:
            blocks[at] = f"{line}\n{blocks[at]}"
    if module.tree.doc:
        blocks.insert(draw(st.integers(0, len(blocks))), module.tree.doc.text)
    return name, blocks


def cut_class(draw: st.DrawFn, branch: Branch) -> list[str]:
    """A class as several blocks: the first brings head and docstring, the rest more."""
    doc = [branch.doc.text] if branch.doc else []
    members = list(draw(st.permutations(branch.body)))
    some = draw(st.integers(1, len(members)))
    first = sorted(members[:some], key=ends_in_comment)
    blocks = ["\n".join([branch.head.text, *doc, *map(whole, first)])]
    for member in members[some:]:
        head = draw(st.sampled_from([branch.head.text, f"class {branch.key}:"]))
        if isinstance(member, Branch) and member.key == "__init__":
            blocks += cut_init(draw, head, member)
        else:
            lines = [head, "    ...", whole(member)]
            blocks.append("\n".join(lines))
    return blocks


def ends_in_comment(piece: Leaf | Branch) -> bool:
    """Whether a comment closes the piece: one that would be above what follows."""
    lines = whole(piece).splitlines()
    margin = len(lines[0]) - len(lines[0].lstrip())
    return lines[-1].startswith(" " * margin + "#")


def cut_init(draw: st.DrawFn, head: str, init: Branch) -> list[str]:
    """An ``__init__`` as two blocks, some of its statements in the second."""
    doc = [init.doc.text] if init.doc else []
    statements = list(draw(st.permutations(init.body)))
    some = draw(st.integers(1, len(statements)))
    top = [head, "    ..."]
    again = draw(st.sampled_from([init.head.text, "    def __init__(self) -> None:"]))
    halves = statements[:some], statements[some:]
    first, second = (map(whole, sorted(half, key=ends_in_comment)) for half in halves)
    return [
        "\n".join([*top, init.head.text, *doc, *first]),
        "\n".join([*top, again, "        ...", *second]),
    ]


@given(cut_module())
def test_cut_into_blocks_in_any_order_and_typed_in_it_is_itself(
    cut: tuple[str, list[str]],
) -> None:
    name, blocks = cut
    module = None
    for text in blocks:
        module = type_in(module, read(text), Place("block"))
    assert module
    layout = read(SOURCES[name])
    assert write(module, layout) == SOURCES[name]


def test_a_name_typed_again_replaces_the_earlier_one() -> None:
    assert typed("def f():\n    return 1", "def f():\n    return 2") == (
        "def f():\n    return 2\n"
    )


def test_a_class_typed_again_without_dots_replaces_the_whole() -> None:
    old = """
        class A:
            def f(self):
                pass
    """
    assert typed(old, "class A:\n    x = 1") == "class A:\n    x = 1\n"


def test_dots_keep_what_is_there_and_the_docstring() -> None:
    old = '''
        class A:
            """Doc."""

            x = 1
    '''
    new = """
        class A(B):
            ...

            y = 2
    """
    wanted = 'class A(B):\n    """Doc."""\n\n    x = 1\n\n    y = 2\n'
    assert typed(old, new) == wanted


def test_a_class_with_dots_alone_changes_what_it_is_derived_from() -> None:
    old = "class A:\n    x = 1"
    assert typed(old, "class A(B): ...") == "class A(B):\n    x = 1\n"
    assert typed(old, "class A(B): ...", "class A: ...") == "class A:\n    x = 1\n"
    assert typed("class A(B): ...") == "class A(B): ...\n"


def test_init_keeps_its_arguments_where_only_self_is_shown() -> None:
    old = """
        class A(B):
            def __init__(self, a: int) -> None:
                self.a = a
    """
    new = """
        class A:
            ...

            def __init__(self) -> None:
                ...
                self.b = 2
    """
    assert typed(old, new) == dedent(
        """\
        class A(B):
            def __init__(self, a: int) -> None:
                self.a = a
                self.b = 2
        """
    )


def test_init_grows_and_a_statement_typed_again_is_replaced() -> None:
    old = """
        class A:
            def __init__(self, a):
                self.a = a
                self.b = 1
    """
    new = """
        class A:
            ...

            def __init__(self, a, c):
                ...
                self.b = 2
                self.c = c
    """
    assert typed(old, new) == dedent(
        """\
        class A:
            def __init__(self, a, c):
                self.a = a
                self.b = 2
                self.c = c
        """
    )


def test_the_layout_gives_the_order() -> None:
    layout = "a = 1\nb = 1\n\nc = 1"
    assert typed("c = 1", "a = 1", "b = 1", layout=layout) == "a = 1\nb = 1\n\nc = 1\n"


def test_a_name_that_the_layout_does_not_know_stays_where_it_was_typed() -> None:
    assert typed("a = 1\nmine = 2", "b = 3", layout="a = 1\nb = 1") == (
        "a = 1\nmine = 2\nb = 3\n"
    )


def test_names_in_quotes_are_used() -> None:
    text = (
        "from a import B, C, D\n\n"
        'T = TypeVar("T", bound="B")\nE: TypeAlias = "C | None"\n__all__ = ["D"]\n'
    )
    assert typed(text) == text


def test_a_line_ends_only_where_python_ends_it() -> None:
    text = 'x = "a\u2028b\x0cc"\n'
    assert typed(text) == text


def test_imports_merge_and_those_that_nothing_uses_go() -> None:
    first = "import os\nfrom x import old\n\ndef f():\n    return old, os"
    second = "from x import Z, a\n\ndef f():\n    return Z, a, os"
    assert typed(first, second) == (
        "import os\n\nfrom x import Z, a\n\n\ndef f():\n    return Z, a, os\n"
    )


def test_a_name_imported_again_is_imported_from_there() -> None:
    first = "from x import A, B\n\ny = A, B"
    second = "import os.path\nfrom .own import A\n\nz = A"
    assert typed(first, second, "import os.walk\n\nw = os") == (
        "import os.path\nimport os.walk\n\nfrom x import B\n\nfrom .own import A\n\n"
        "y = A, B\n\nz = A\n\nw = os\n"
    )


@pytest.mark.parametrize(
    ("block", "line", "words"),
    [
        ("x = (", 1, "not Python"),
        ("def f():\n    pass\n\n\n...", 5, "Take it out"),
        ("def f():\n    x = 1\n    ...", 3, "Show `f` whole"),
        ("class A:\n    def f(self):\n        ...\n        return 1", 3, "`f` whole"),
        ("def f():\n    pass\n\n\ndef f():\n    pass", 5, "stands twice"),
        ("class A:\n    x = 1\n    y = 1\n    x = 2", 4, "stands twice"),
        ("x = 1; y = 2", 1, "line of its own"),
        ("import os  # why", 1, "comment among them"),
        ("x = 1\nimport os", 2, "imports stand at the top"),
        ("if x:\n    y = 1", 1, "by name"),
        ("print(1)", 1, "by name"),
        ("class A:\n    ...\n\n    x = 1", 1, "no block before this one"),
        ("if TYPE_CHECKING:\n    x = 1", 2, "only imports"),
    ],
)
def test_errors_name_the_line_and_say_what_to_do(
    block: str, line: int, words: str
) -> None:
    place = Place("chapters/03-routing/index.md", 100)
    with pytest.raises(BookError) as caught:
        type_in(None, parse(block, place), place)
    assert caught.value.place == Place("chapters/03-routing/index.md", 99 + line)
    assert words in caught.value.problem
    assert str(caught.value).startswith("chapters/03-routing/index.md:")


def test_every_module_here_is_small_enough_to_read() -> None:
    for path in Path(ROOT / "workshop").rglob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) < 400, path.name
