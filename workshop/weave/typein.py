"""Typing a titled block into a module.

`type_in` merges, `write` gives the text back. It needs a *layout*: the finished
module, whose order of definitions and empty lines every earlier stage follows.
"""

from __future__ import annotations

import ast
import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..errors import BookError, Place
from .pieces import Branch, Import, Leaf, Module, bound_name, with_names

LINE_LENGTH = 88
# Calls that take a type in quotes.
QUOTING = ("cast", "TypeVar", "NewType")


def type_in(module: Module | None, block: Module, place: Place) -> Module:
    """``module`` (or nothing yet) after the reader has typed ``block`` into it.

    Raises `BookError`, its line counted from ``place``, for a ``...`` that has nothing
    to continue.
    """
    if module is None:
        return replace(block, tree=_new(block.tree, place))
    again = set(block.import_lines().values())
    return Module(
        (*_without(module.imports, again), *block.imports),
        (*_without(module.typing_imports, again), *block.typing_imports),
        _merge(module.tree, replace(block.tree, more=True), place),
    )


def _without(imports: tuple[Import, ...], names: set[str]) -> Iterator[Import]:
    """``imports`` less those of ``names``: a name that is imported again is another's.

    ``import a.b`` binds ``a`` as well as ``import a.c`` does, and both are wanted.
    """
    for statement in imports:
        kept = [
            alias
            for alias in statement.names
            if "." in alias.name or bound_name(alias) not in names
        ]
        if kept:
            yield with_names(statement, kept)


def _merge(old: Branch, new: Branch, place: Place) -> Branch:
    """The branch ``new`` typed over ``old``, replacing what is typed again."""
    if not new.more:
        return _new(new, place)
    pieces: dict[str, Leaf | Branch] = {piece.key: piece for piece in old.body}
    before = ""
    for piece in new.body:
        here = pieces.get(piece.key)
        if isinstance(piece, Branch) and isinstance(here, Branch):
            piece = _merge(here, piece, place)
        elif isinstance(piece, Branch):
            piece = _new(piece, place)
        if here is None and before:
            pieces = _insert_after(pieces, before, piece)
        pieces[piece.key] = piece
        before = piece.key
    head = old.head if new.keeps_head else new.head
    body = tuple(pieces.values())
    return replace(new, head=head, doc=new.doc or old.doc, body=body, more=False)


def _insert_after(
    pieces: dict[str, Leaf | Branch], key: str, piece: Leaf | Branch
) -> dict[str, Leaf | Branch]:
    items = list(pieces.items())
    at = list(pieces).index(key) + 1
    return dict([*items[:at], (piece.key, piece), *items[at:]])


def _new(branch: Branch, place: Place) -> Branch:
    """A branch that nothing was there of before.

    Raises where its ``...`` stands for what is already here.
    """
    if branch.more and not branch.alone:
        raise BookError(
            place.at(branch.head.start),
            f"`...` continues `{branch.key}`, and no block before this one types it in."
            " Show it whole here, or move the block.",
        )
    body = (
        _new(piece, place) if isinstance(piece, Branch) else piece
        for piece in branch.body
    )
    return replace(branch, body=tuple(body), more=False)


def in_order(module: Module, layout: Module | None) -> Module:
    """``module`` with its pieces where `write` puts them, as if its text was read."""

    def sorted_as(branch: Branch, layout: Branch | None) -> Branch:
        body = []
        for piece in _in_order(branch, layout):
            model = layout.get(piece.key) if layout else None
            if isinstance(piece, Branch):
                piece = sorted_as(piece, model if isinstance(model, Branch) else None)
            body.append(piece)
        return replace(branch, body=tuple(body))

    return replace(module, tree=sorted_as(module.tree, layout.tree if layout else None))


def write(module: Module, layout: Module | None) -> str:
    """The text of ``module``, its pieces in the order that ``layout`` gives them.

    Imports are merged and sorted as ruff sorts them, and those that nothing uses (any
    more) left out, save those that are there to be handed on, ``X as X``.
    """
    body = "\n".join(write_body(module.tree, None, 2, follows=False))
    used = {*names_used(body), *module.handed_on().values()}
    typing_imports = _write_imports(module.typing_imports, used)
    if typing_imports:
        used.add("TYPE_CHECKING")
    imports = _write_imports(module.imports, used)
    parts = []
    if module.tree.doc:
        parts.append([module.tree.doc.text])
    if imports:
        parts.append(imports)
    if typing_imports:
        block = [f"    {line}".rstrip() for line in typing_imports]
        parts.append(["if TYPE_CHECKING:", *block])
    top = "\n\n".join("\n".join(part) for part in parts)
    lines = [top] if top else []
    lines += write_body(module.tree, layout.tree if layout else None, 2, bool(top))
    return "\n".join(lines) + "\n" if lines else ""


def write_body(
    branch: Branch, layout: Branch | None, apart: int, follows: bool
) -> list[str]:
    """The lines of a branch's pieces; ``apart`` is how far definitions stand apart."""
    lines: list[str] = []
    before: Leaf | Branch | None = None
    for piece in _in_order(branch, layout):
        model = layout.get(piece.key) if layout else None
        blanks = (model or piece).blanks
        if piece.definition or (before and before.definition):
            blanks = max(blanks, apart)
        elif before is None and apart == 2:
            # Where it is not the first of its module, a definition may stand above it.
            blanks = 1
        if before or follows:
            lines += [""] * min(blanks, apart)
        if isinstance(piece, Branch):
            lines += _write_branch(piece, model if isinstance(model, Branch) else None)
        else:
            lines.append(piece.text)
        before = piece
    return lines


def _write_branch(branch: Branch, layout: Branch | None) -> list[str]:
    is_class = branch.key != "__init__"
    if not branch.doc and not branch.body:
        # Nothing was here, so this is all that it has.
        return [f"{branch.head.text} ..."]
    lines = [branch.head.text]
    if branch.doc:
        lines.append(branch.doc.text)
        if is_class and branch.body:
            lines.append("")
    follows = branch.doc is not None and not is_class
    return lines + write_body(branch, layout, 1, follows)


def _in_order(branch: Branch, layout: Branch | None) -> list[Leaf | Branch]:
    """The pieces as the layout orders them; one it does not know stays where it was."""
    known = {piece.key: at for at, piece in enumerate(layout.body)} if layout else {}
    at = -1
    placed = []
    for piece in branch.body:
        at = known.get(piece.key, at)
        placed.append((at, piece))
    return [piece for _, piece in sorted(placed, key=lambda pair: pair[0])]


def names_used(source: str) -> Iterator[str]:
    """Every name that ``source`` uses, those in quoted annotations too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        for part in ("annotation", "returns"):
            quoted = getattr(node, part, None)
            if isinstance(quoted, ast.expr):
                yield from _words_in_strings(quoted)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(QUOTING):
            yield from _words_in_strings(node)
        if isinstance(node, ast.AnnAssign | ast.Assign) and _speaks_of_names(node):
            yield from _words_in_strings(node)


def _speaks_of_names(node: ast.AnnAssign | ast.Assign) -> bool:
    """Whether the strings in an assignment are names: a type's, or ``__all__``."""
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.annotation).endswith("TypeAlias")
    return any(ast.unparse(target) == "__all__" for target in node.targets)


def _words_in_strings(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield from re.findall(r"\w+", inner.value)


def _write_imports(imports: Iterable[Import], used: set[str]) -> list[str]:
    plain: set[tuple[str, str | None]] = set()
    named: dict[str, set[tuple[str, str | None]]] = {}
    for statement in imports:
        for alias in statement.names:
            bound = bound_name(alias)
            future = isinstance(statement, ast.ImportFrom) and (
                statement.module == "__future__"
            )
            if bound not in used and not future and bound != "*":
                continue
            if isinstance(statement, ast.Import):
                plain.add((alias.name, alias.asname))
            else:
                source = "." * statement.level + (statement.module or "")
                named.setdefault(source, set()).add((alias.name, alias.asname))
    entries = [
        (_section(name), 0, name, f"import {_alias(name, asname)}")
        for name, asname in sorted(plain, key=str)
    ]
    for source, names in named.items():
        texts = _from_imports(source, names)
        entries += [(_section(source), 1, source, text) for text in texts]
    entries.sort(key=lambda entry: (*entry[:2], _natural(entry[2])))
    lines: list[str] = []
    for _, group in itertools.groupby(entries, key=lambda entry: entry[0]):
        lines += [""] if lines else []
        lines += [entry[3] for entry in group]
    return lines


def _section(source: str) -> int:
    """Where ruff puts an import: future, standard library, third party, our own."""
    top = source.partition(".")[0]
    if source.startswith("."):
        return 4
    if top == "__future__":
        return 0
    if top in sys.stdlib_module_names:
        return 1
    return 3 if top == "tinyflask" else 2


def _natural(source: str) -> tuple[int, str]:
    """Relative imports from further up come first; the rest goes by name."""
    bare = source.lstrip(".")
    return len(bare) - len(source), bare.lower()


def _alias(name: str, asname: str | None) -> str:
    return f"{name} as {asname}" if asname else name


def _from_imports(source: str, names: set[tuple[str, str | None]]) -> list[str]:
    def constants_then_classes(pair: tuple[str, str | None]) -> tuple[int, str, str]:
        name = pair[0]
        kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
        return kind, name.lower(), str(pair[1])

    ordered = sorted(names, key=constants_then_classes)
    together = [name for name, asname in ordered if asname is None]
    # ruff gives a renamed name an import of its own.
    lines = [f"from {source} import {_alias(*pair)}" for pair in ordered if pair[1]]
    if together:
        line = f"from {source} import {', '.join(together)}"
        if len(line) > LINE_LENGTH:
            inner = "".join(f"    {name},\n" for name in together)
            line = f"from {source} import (\n{inner})"
        lines.insert(0, line)
    return lines
