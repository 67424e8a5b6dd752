"""What a value is, in a few characters, the same in every run.

No code of the value's own class is called for it. A ``__repr__`` may take long, ask a
database, or fail; and a recording must change nothing of what it records.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodType,
    ModuleType,
)
from typing import Any

# How many letters of a text are shown, how many items of a list, and how deep.
LETTERS, ITEMS, DEPTH = 60, 6, 2
# How long the outcome of a call may be, and what is written out in it.
LONGEST = 44
PLAIN = (str, bytes, int, float, bool, list, tuple)
# An integer of more bits is not written out: that takes long.
BITS = 256
HIDDEN = "(a secret)"
# What says which one an object is, if it has it as a plain attribute.
TELLING = ("_status", "method", "path", "rule", "import_name")
Named = (FunctionType, BuiltinFunctionType)
Running = (GeneratorType, CoroutineType, AsyncGeneratorType)


class Values:
    """Describes values."""

    def __init__(self) -> None:
        # Texts that nobody is to see.
        self.secrets: set[str] = set()

    def keep_secret(self, value: Any) -> None:
        """Show ``value``, a text or bytes, or a list of them, to nobody."""
        if type(value) is bytes:
            value = value.decode("utf-8", "replace")
        if type(value) in (list, tuple):
            for each in value:
                self.keep_secret(each)
        elif type(value) is str and value:
            self.secrets.add(value)

    def of_names(self, names: Mapping[str, Any]) -> dict[str, str]:
        """What each of some names stands for."""
        return {
            name: HIDDEN if is_secret(name) and value is not None else self.of(value)
            for name, value in names.items()
        }

    def of(self, value: Any, depth: int = DEPTH) -> str:
        """What ``value`` is."""
        try:
            return self.described(value, depth)
        except Exception:
            return "…"

    def described(self, value: Any, depth: int) -> str:
        kind: Any = type(value)
        if value is None or kind in (bool, float, complex):
            return repr(value)
        if kind is int:
            bits = value.bit_length()
            return repr(value) if bits <= BITS else f"int of {bits} bits"
        if kind in (str, bytes, bytearray):
            return self.text(value)
        if issubclass(kind, dict):
            pairs = self.pairs(dict.items(value), depth)
            return pairs if kind is dict else f"<{kind.__name__} {pairs}>"
        if kind in BRACKETS:
            return self.listed(value, *BRACKETS[kind], depth)
        return self.thing(value, depth)

    def thing(self, value: Any, depth: int) -> str:
        """What is neither a number, nor a text, nor a list."""
        kind = type(value)
        if issubclass(kind, type):
            return type.__repr__(value)
        if isinstance_of(value, Named):
            return f"<function {value.__qualname__}>"
        if kind is MethodType:
            return f"<method {value.__func__.__name__}>"
        if kind is ModuleType:
            return f"<module {value.__name__}>"
        if isinstance_of(value, Running):
            return f"<{kind.__name__} {value.__name__}>"
        if issubclass(kind, BaseException):
            return self.listed(ARGUMENTS(value), f"{kind.__name__}(", ")", depth)
        told = (self.telling(value, name) for name in TELLING)
        return " ".join([kind.__name__, *filter(None, told)])

    def telling(self, value: Any, name: str) -> str:
        found = attributes_of(value).get(name)
        return self.text(found)[1:-1] if type(found) is str else ""

    def text(self, value: str | bytes | bytearray) -> str:
        """A text as it is written, its end and all secrets left out."""
        longest = LETTERS + max(map(len, self.secrets), default=0)
        begin = value[:longest]
        if self.secrets:
            plain = begin if isinstance(begin, str) else begin.decode("latin-1")
            hidden = self.hide(plain)
            if hidden != plain:
                return repr(hidden)
        return repr(begin[:LETTERS]) + "…" * (len(value) > LETTERS)

    def hide(self, text: str) -> str:
        """``text`` without the secrets."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def listed(self, items: Any, opening: str, closing: str, depth: int) -> str:
        shown = self.first(items, lambda item: self.of(item, depth - 1), depth)
        comma = "," if opening == "(" and len(items) == 1 else ""
        return f"{opening}{shown}{comma}{closing}"

    def pairs(self, pairs: Any, depth: int) -> str:
        def pair(item: tuple[Any, Any]) -> str:
            key, value = item
            hidden = type(key) is str and is_secret(key) and value is not None
            shown = HIDDEN if hidden else self.of(value, depth - 1)
            return f"{self.of(key, 0)}: {shown}"

        return f"{{{self.first(pairs, pair, depth)}}}"

    def first(self, items: Any, describe: Any, depth: int) -> str:
        """The first few of ``items``, as ``describe`` has them."""
        if depth <= 0 and len(items):
            return "…"
        shown = [describe(item) for item in itertools.islice(items, ITEMS)]
        return ", ".join([*shown, *["…"] * (len(items) > ITEMS)])


# What an exception was given, as Python keeps it.
ARGUMENTS = vars(BaseException)["args"].__get__
BRACKETS = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
}


def isinstance_of(value: Any, kinds: Any) -> bool:
    """Like `isinstance`, which would ask a proxy for what it stands for."""
    return issubclass(type(value), kinds)


def attributes_of(value: Any) -> Mapping[str, Any]:
    """The attributes that an object itself holds, and nothing that is computed."""
    try:
        found = object.__getattribute__(value, "__dict__")
    except Exception:
        return {}
    return found if type(found) is dict else {}


def one_line(text: str) -> str:
    """``text`` in one line, in which a space is followed by none."""
    line = " ".join(text.split())
    return line if line.isprintable() else ascii(line)[1:-1]


def is_secret(name: str) -> bool:
    """Whether a name is that of a secret: ``SECRET_KEY``, ``secret``."""
    return "secret" in name.lower()


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str | None]:
    """What is another value now, by name; ``None`` for a name that is gone."""
    gone: Iterable[str] = before.keys() - now.keys()
    found: dict[str, str | None] = dict.fromkeys(sorted(gone))
    found.update(
        (name, value) for name, value in now.items() if before.get(name) != value
    )
    return found


def short(value: Any, values: Values) -> str:
    """How a call ended, in a few characters, the same in every run."""
    kind = type(value)
    if issubclass(kind, BaseException):
        try:
            said = values.hide(str(value))
        except Exception:
            said = ""
        text = f"{kind.__name__}: {said}" if said else kind.__name__
    elif value is None or kind in PLAIN or issubclass(kind, dict):
        text = values.of(value)
    else:
        status = attributes_of(value).get("_status", "")
        text = f"{kind.__name__} {status}".strip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
