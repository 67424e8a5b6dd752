"""Which name of ours is which of Flask's, and what is on one side alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..errors import BookError
from .notes import Note, Notes
from .symbols import Package, Symbol, is_special


@dataclass(frozen=True)
class Match:
    """Two packages, and what a person says of them. `flask` is the other's name."""

    ours: Package
    theirs: Package
    notes: Notes
    flask: str = "Flask"

    def note(self, symbol: Symbol) -> Note:
        """What is said of a name of ours."""
        return self.notes.names.get(symbol.path, Note())

    @cached_property
    def names(self) -> list[Symbol]:
        """The public names of ours."""
        return [each for each in self.ours.symbols.values() if each.is_public]

    def is_ours_alone(self, symbol: Symbol) -> bool:
        """Whether the notes say that Flask has nothing for it, or for what it is in."""
        return any(self.note(each).ours for each in (symbol, *self.around(symbol)))

    def around(self, symbol: Symbol) -> list[Symbol]:
        """What a name of ours is in: its class and its module."""
        owners = [symbol.names[:end] for end in range(len(symbol.names))]
        return [
            self.ours.symbols[".".join((symbol.module, *names))] for names in owners
        ]

    def counterpart(self, symbol: Symbol) -> Symbol | None:
        """Where a name of ours is in Flask, or ``None``."""
        path = self.note(symbol).flask
        if path is not None or not symbol.names:
            return self.theirs.symbols.get(path or symbol.module)
        if self.is_ours_alone(symbol):
            return None
        if len(symbol.names) > 1:
            return self.member(symbol)
        same = self.theirs.symbols.get(symbol.path)
        alike = self.theirs.by_name.get(symbol.names[0], [])
        return same or (alike[0] if len(alike) == 1 else None)

    def member(self, symbol: Symbol) -> Symbol | None:
        """Where a name in a class is in Flask: in its class, or in one that has it.

        What is a class here may be a dictionary there, with keys in place of members.
        """
        name = symbol.names[-1]
        for heir in self.ours.heirs(self.around(symbol)[-1]):
            cls = self.counterpart(heir)
            found = cls and self.theirs.member(cls, name)
            if found:
                return found
        return None

    @cached_property
    def had(self) -> set[str]:
        """The paths of what Flask has and we have, and of what that is in."""
        found = set(self.theirs.exports.keys() & self.ours.exports.keys())
        found = {f"__init__.{name}" for name in found}
        for symbol in self.names:
            there = self.counterpart(symbol)
            if there:
                found |= {there.path, *self.inherited(symbol, there)}
        return found.union(*map(above, found))

    def inherited(self, cls: Symbol, there: Symbol) -> Iterator[str]:
        """The members of a class of Flask's that ours has, whichever defines them."""
        names = {
            member.names[-1]
            for each in self.ours.lineage(cls)
            for member in self.ours.inside.get(each.path, ())
        }
        for each in self.theirs.lineage(there):
            for member in self.theirs.inside.get(each.path, ()):
                if member.names[-1] in names:
                    yield member.path

    @cached_property
    def missing(self) -> dict[str, Symbol]:
        """What Flask has for its users and we have not, the outermost of each alone."""
        exports = {
            f"__init__.{name}": Symbol("__init__", (name,), "__init__.py", line)
            for name, line in self.theirs.exports.items()
        }
        found: dict[str, Symbol] = {}
        for path, symbol in (self.theirs.symbols | exports).items():
            own = symbol.is_public and not any(map(is_special, symbol.names))
            if own and path not in self.had and found.keys().isdisjoint(above(path)):
                found[path] = symbol
        return found

    def problems(self) -> Iterator[BookError]:
        """What to change in the notes until they fit."""
        ours = {symbol.path for symbol in self.names}
        for path, note in self.notes.names.items():
            if path not in ours:
                problem = (
                    f"`{path}` is no name of ours (any longer). Take its line out."
                )
                yield self.notes.problem(path, problem)
            elif note.flask and note.flask not in self.theirs.symbols:
                problem = (
                    f"{self.flask} has no `{note.flask}`. Say where `{path}` is there."
                )
                yield self.notes.problem(path, problem)
        yield from self.not_found()
        yield from self.problems_with_reasons()

    def not_found(self) -> Iterator[BookError]:
        """Names of ours of which nobody knows where they are in Flask."""
        for symbol in self.names:
            told = self.note(symbol).flask or self.is_ours_alone(symbol)
            if not (told or self.counterpart(symbol)):
                problem = (
                    f"`{symbol.path}` was not found in {self.flask}. Say where it is,"
                    " by `flask`, or how Flask does without it, by `ours`."
                )
                yield self.notes.problem(symbol.path, problem)

    def problems_with_reasons(self) -> Iterator[BookError]:
        """Where what is missing and the reasons for it differ."""
        for path in sorted(self.missing.keys() - self.notes.missing.keys()):
            problem = (
                f"{self.flask} has `{path}`, and we have not. Say why, in `missing`."
            )
            yield self.notes.problem(path, problem)
        for path in sorted(self.notes.missing.keys() - self.missing.keys()):
            problem = (
                f"`{path}` is not missing (any longer): we have it, {self.flask} has it"
                " not, or the reason stands for what it is in. Take its line out."
            )
            yield self.notes.problem(path, problem)


def above(path: str) -> Iterator[str]:
    """What is around a path: for ``app.Flask.run``, ``app.Flask`` and ``app``."""
    while path := path.rpartition(".")[0]:
        yield path
