"""Moving pieces: a block may say which names leave a class of another module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ..errors import BookError, Place
from . import pieces
from .pieces import Branch, Import, Leaf, Module, Move, bound_name, with_names
from .typein import names_used, type_in, write_body


def type_into(
    modules: Mapping[str, Module], title: str, block: Module, place: Place
) -> dict[str, Module]:
    """``modules``, by their files, after ``block`` was typed into the file ``title``.

    Raises `BookError` like `type_in`, and for a move of what is not there, or of what
    stands where it should go already.
    """
    changed = dict(modules)
    here = modules[title].leaves() if title in modules else {}
    for path, move in block.moves().items():
        if path in here or path in block.leaves():
            problem = f"`{'.'.join(path)}` stands in {title} already. Do not move it."
            raise BookError(place.at(move.start), problem)
        file = file_of(title, move)
        piece = _find(changed[file].tree, move.names) if file in changed else None
        if piece is None:
            problem = (
                f"`{'.'.join(move.names)}` cannot move, because it is not in {file}"
                " (any longer). Take its name out."
            )
            raise BookError(place.at(move.start), problem)
        block = _with_piece(block, path[:-1], piece, changed[file])
        tree = _less(changed[file].tree, move.names)
        changed[file] = replace(changed[file], tree=tree)
    changed[title] = type_in(changed.get(title), block, place)
    return changed


def file_of(title: str, move: Move) -> str:
    """The file that a block for the file ``title`` moves something from."""
    return str(PurePosixPath(title).with_name(f"{move.module}.py"))


def _find(branch: Branch, names: pieces.Path) -> Leaf | Branch | None:
    """The piece that ``names`` lead to, if it is there."""
    found: Leaf | Branch | None = branch
    for name in names:
        found = found.get(name) if isinstance(found, Branch) else None
    return found


def _less(branch: Branch, names: pieces.Path) -> Branch:
    """``branch`` without the piece that ``names`` lead to."""
    name, rest = names[0], names[1:]
    body = []
    for piece in branch.body:
        if piece.key != name:
            body.append(piece)
        elif rest and isinstance(piece, Branch):
            body.append(_less(piece, rest))
    return replace(branch, body=tuple(body))


def _with_piece(
    block: Module, owner: pieces.Path, piece: Leaf | Branch, source: Module
) -> Module:
    """``block`` with ``piece`` at the end of ``owner``, and the imports it needs."""

    def put(branch: Branch, names: pieces.Path) -> Branch:
        if not names:
            return replace(branch, body=(*branch.body, piece), moves=())
        body = tuple(
            put(each, names[1:])
            if each.key == names[0] and isinstance(each, Branch)
            else each
            for each in branch.body
        )
        return replace(branch, body=body)

    tree = put(block.tree, owner)
    bound = set(block.import_lines().values())
    text = "\n".join(write_body(replace(block.tree, body=(piece,)), None, 1, False))
    used = set(names_used(f"if True:\n{text}")) - bound
    return Module(
        (*_only(source.imports, used), *block.imports),
        (*_only(source.typing_imports, used), *block.typing_imports),
        tree,
    )


def _only(imports: tuple[Import, ...], names: set[str]) -> Iterator[Import]:
    """``imports`` less those that bind none of ``names``."""
    for statement in imports:
        kept = [alias for alias in statement.names if bound_name(alias) in names]
        if kept:
            yield with_names(statement, kept)
