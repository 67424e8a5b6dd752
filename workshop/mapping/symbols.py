"""The names that a package defines: modules, what is in them, and in which lines.

A package is read and not imported. So the attributes that an ``__init__`` sets are
found as well as the methods, and each has a line.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..weave.book import module_of

# What is for the type checker alone.
FOR_TYPES = ("TypeVar", "TypeAlias", "overload")


@dataclass(frozen=True)
class Symbol:
    """A module, or a name in it: ``("Flask", "run")`` in the module ``app``.

    `file` is the module's, below the package. `key` is what the weave calls the
    statement that defines it, and `bases` are what a class is derived from.
    """

    module: str
    names: tuple[str, ...]
    file: str
    line: int = 1
    key: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    is_class: bool = False

    @property
    def path(self) -> str:
        """The way to it: ``app.Flask.run``."""
        return ".".join((self.module, *self.names))

    def within(self, name: str, key: str, node: ast.expr | ast.stmt) -> Symbol:
        """What ``node`` defines inside of this: ``key`` is the weave's word for it."""
        names, keys = (*self.names, name), (*self.key, key)
        if not isinstance(node, ast.ClassDef):
            return Symbol(self.module, names, self.file, node.lineno, keys)
        bases = tuple(ast.unparse(base) for base in node.bases)
        return Symbol(self.module, names, self.file, node.lineno, keys, bases, True)

    @property
    def is_public(self) -> bool:
        """Whether it is for users of the package. What Python calls by itself is."""
        return all(not name.startswith("_") or is_special(name) for name in self.names)


@dataclass
class Package:
    """What the modules of a package define, in the order of each file.

    `exports` are the names that the package itself hands on: ``X as X``.
    """

    symbols: dict[str, Symbol] = field(default_factory=dict)
    exports: dict[str, int] = field(default_factory=dict)
    imports: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, texts: Mapping[str, str]) -> Package:
        """Read the texts of modules, by their files: ``json/tag.py``."""
        package = cls()
        for file, text in texts.items():
            tree, module = ast.parse(text), module_of(file)
            package.add(Symbol(module, (), file))
            package.imports[module] = imported(file, tree)
            for symbol in defined(tree.body, Symbol(module, (), file)):
                package.add(symbol)
            if module == "__init__":
                package.exports = handed_on(tree)
        return package

    def add(self, symbol: Symbol) -> None:
        """Keep a symbol, unless its name was defined before."""
        self.symbols.setdefault(symbol.path, symbol)

    @cached_property
    def inside(self) -> dict[str, list[Symbol]]:
        """What is directly in a module or a class, by its path."""
        found: dict[str, list[Symbol]] = {path: [] for path in self.symbols}
        for symbol in self.symbols.values():
            if symbol.names:
                found[".".join((symbol.module, *symbol.names[:-1]))].append(symbol)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[Symbol]]:
        """What stands in a module itself, by its name."""
        found: dict[str, list[Symbol]] = {}
        for symbol in self.symbols.values():
            if len(symbol.names) == 1:
                found.setdefault(symbol.names[0], []).append(symbol)
        return found

    def lineage(self, cls: Symbol) -> list[Symbol]:
        """A class, and those of the package that it is derived from, nearest first."""
        found = [cls]
        for base in cls.bases:
            known = self.symbols.get(self.meant(cls.module, base))
            if known:
                found += [each for each in self.lineage(known) if each not in found]
        return found

    def meant(self, module: str, name: str) -> str:
        """The path of what a name stands for in a module."""
        return self.imports[module].get(name, f"{module}.{name}")

    def member(self, cls: Symbol, name: str) -> Symbol | None:
        """What ``cls.name`` is: its own, or inherited from another of the package."""
        paths = (f"{each.path}.{name}" for each in self.lineage(cls))
        return next(
            (self.symbols[path] for path in paths if path in self.symbols), None
        )

    def heirs(self, cls: Symbol) -> list[Symbol]:
        """A class, and then those that are derived from it."""
        every = (each for each in self.symbols.values() if each.is_class)
        return [cls, *(each for each in every if cls in self.lineage(each)[1:])]


def imported(file: str, tree: ast.Module) -> dict[str, str]:
    """What each name that a module imports from its own package stands for there."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.level:
            above = file.split("/")[: -node.level]
            module = ".".join((*above, *filter(None, [node.module])))
            for alias in node.names:
                found[alias.asname or alias.name] = f"{module}.{alias.name}"
    return found


def handed_on(tree: ast.Module) -> dict[str, int]:
    """The names that a module imports for others, ``X as X``, and their lines."""
    return {
        alias.name: node.lineno
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == alias.asname
    }


def defined(body: list[ast.stmt], owner: Symbol) -> Iterator[Symbol]:
    """What the statements of a module or a class define, and what is in those."""
    for node in body:
        if is_for_types(node):
            continue
        # What is hidden from the type checker, as `flask.__version__` is.
        if isinstance(node, ast.If):
            yield from defined(node.body, owner)
        for name in names_of(node):
            symbol = owner.within(name, key_of(node), node)
            yield symbol
            if isinstance(node, ast.ClassDef):
                yield from defined(node.body, symbol)
                yield from attributes(node, symbol)
            elif owner.is_class and isinstance(node, ast.Assign):
                yield from settings(node.value, symbol)


def attributes(node: ast.ClassDef, cls: Symbol) -> Iterator[Symbol]:
    """What the ``__init__`` of a class sets."""
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            owner = replace(cls, key=(*cls.key, "__init__"))
            for statement in method.body:
                for each in ast.walk(statement):
                    if isinstance(each, ast.Attribute) and is_set_on_self(each):
                        yield owner.within(each.attr, key_of(statement), each)


def is_set_on_self(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"


def settings(value: ast.expr, owner: Symbol) -> Iterator[Symbol]:
    """The keys of a dictionary that are in capitals, such as those of a default."""
    for node in ast.walk(value):
        for key in node.keys if isinstance(node, ast.Dict) else ():
            if isinstance(key, ast.Constant) and str(key.value).isupper():
                yield owner.within(str(key.value), str(key.value), key)


def names_of(node: ast.stmt) -> list[str]:
    """The names that a statement defines. One that is only declared is not defined."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name] if node.name != "__init__" else []
        case ast.Assign(targets=targets):
            return [
                each.id
                for target in targets
                for each in ast.walk(target)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            ]
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return [name]
    return []


def key_of(node: ast.stmt) -> str:
    """What the weave calls a statement: see `workshop.weave.pieces`."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name
        case ast.Assign(targets=targets):
            return " = ".join(ast.unparse(target) for target in targets)
        case ast.AnnAssign(target=target):
            return ast.unparse(target)
    return ast.unparse(node).splitlines()[0]


def is_for_types(node: ast.stmt) -> bool:
    """Whether a statement defines something for the type checker alone."""
    match node:
        case ast.FunctionDef(decorator_list=[decorator]):
            said = ast.unparse(decorator)
        case ast.Assign(value=ast.Call(func=func)):
            said = ast.unparse(func)
        case ast.AnnAssign(annotation=annotation):
            said = ast.unparse(annotation)
        case _:
            return False
    return said.rpartition(".")[2] in FOR_TYPES


def is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
