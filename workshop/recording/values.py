"""What a value is, in a few characters, the same in every run.

No code of the value's own class is called for it. A ``__repr__`` may take long, ask a
database, or fail; and a recording must change nothing of what it records.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterable, Mapping
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    GetSetDescriptorType,
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
SECRETIVE = ("secret", "derive_key", "derived_key")
# Whose exceptions may say themselves what they are.
SPEAKING = ("werkzeug", "jinja2", "tinyflask")
# What says which one an object is, if it has it as a plain attribute.
TELLING = ("_status", "method", "path", "rule", "import_name")
Named = (FunctionType, BuiltinFunctionType)
Running = (GeneratorType, CoroutineType, AsyncGeneratorType)


class Values:
    """Describes values."""

    def __init__(self) -> None:
        # What nobody is to see; and how that is written, the longest first, since one
        # may hold another.
        self.kept: set[str | bytes] = set()
        self.secrets: list[str] = []

    def keep_secret(self, value: Any) -> None:
        """Show ``value``, a text or bytes, or a list of them, to nobody."""
        kind = type(value)
        if one_of(kind, list, tuple):
            for each in value:
                self.keep_secret(each)
            return
        if not one_of(kind, str, bytes) or not value or value in self.kept:
            return
        self.kept.add(value)
        text = value if kind is str else value.decode("utf-8", "replace")
        data = value if kind is bytes else value.encode("utf-8", "replace")
        found = {text, data.decode("latin-1"), repr(data)[2:-1]}
        # As it is written in a text, and in a text that is within a text.
        for _ in range(2):
            found |= {repr(each)[1:-1] for each in found}
        self.secrets = sorted({*self.secrets, *found}, key=len, reverse=True)

    def of_names(self, names: Mapping[str, Any]) -> dict[str, str]:
        """What each of some names stands for."""
        return {
            str(name): HIDDEN
            if is_secret(name) and value is not None
            else self.of(value)
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
        if value is None or one_of(kind, bool, float, complex):
            return repr(value)
        if kind is int:
            bits = value.bit_length()
            return repr(value) if bits <= BITS else f"int of {bits} bits"
        if one_of(kind, str, bytes, bytearray):
            return self.text(value)
        if issubclass(kind, dict):
            pairs = self.pairs(dict.items(value), depth)
            return pairs if kind is dict else f"<{kind.__name__} {pairs}>"
        for each, opening, closing in BRACKETS:
            if kind is each:
                return self.listed(value, opening, closing, depth)
        return self.thing(value, depth)

    def thing(self, value: Any, depth: int) -> str:
        """What is neither a number, nor a text, nor a list."""
        kind: Any = type(value)
        if issubclass(kind, type):
            return type.__repr__(value)
        if issubclass(kind, Named):
            return f"<function {value.__qualname__}>"
        if kind is MethodType:
            return f"<method {value.__func__.__name__}>"
        if kind is ModuleType:
            return f"<module {value.__name__}>"
        if issubclass(kind, Running):
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
        longest = LETTERS + (len(self.secrets[0]) if self.secrets else 0)
        begin = value[:longest]
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
            hidden = is_secret(key) and value is not None
            shown = HIDDEN if hidden else self.of(value, depth - 1)
            return f"{self.of(key, 0)}: {shown}"

        return f"{{{self.first(pairs, pair, depth)}}}"

    def first(self, items: Any, describe: Any, depth: int) -> str:
        """The first few of ``items``, as ``describe`` has them."""
        if depth <= 0 and len(items):
            return "…"
        shown = [describe(item) for item in itertools.islice(items, ITEMS)]
        return ", ".join([*shown, *["…"] * (len(items) > ITEMS)])

    def outcome(self, value: Any) -> str:
        """How a call ended, in a few characters: what it returned or raised."""
        kind: Any = type(value)
        if issubclass(kind, BaseException):
            said = self.hide(one_line(self.message(value)))
            text = f"{kind.__name__}: {said}" if said else kind.__name__
        elif value is None or one_of(kind, *PLAIN) or issubclass(kind, dict):
            text = self.of(value)
        else:
            text = f"{kind.__name__} {self.telling(value, '_status')}".strip()
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

    def message(self, error: BaseException) -> str:
        """What an exception says, if it is not the reader's code that says it."""
        said: Any = inspect.getattr_static(type(error), "__str__")
        module = getattr(said, "__module__", None) or "builtins"
        if type(said) is FunctionType and module.partition(".")[0] not in SPEAKING:
            return self.listed(ARGUMENTS(error), "", "", 1)
        try:
            return str(error)
        except Exception:
            return ""


# What an exception was given, as Python keeps it.
ARGUMENTS = vars(BaseException)["args"].__get__
# What stands around what is in a list, a tuple, or a set.
BRACKETS = (
    (list, "[", "]"),
    (tuple, "(", ")"),
    (set, "{", "}"),
    (frozenset, "frozenset({", "})"),
)


def one_of(kind: type, *kinds: type) -> bool:
    """Whether a class is one of some. ``in`` would ask its metaclass."""
    return any(kind is each for each in kinds)


def attributes_of(value: Any) -> Mapping[Any, Any]:
    """The attributes that an object itself holds, and nothing that is computed."""
    for kind in type.__getattribute__(type(value), "__mro__"):
        found = type.__getattribute__(kind, "__dict__").get("__dict__")
        if type(found) is GetSetDescriptorType:
            attributes = found.__get__(value)
            return attributes if type(attributes) is dict else {}
        if found is not None:
            return {}
    return {}


def one_line(text: str) -> str:
    """``text`` in one line, in which a space is followed by none."""
    line = " ".join(text.split())
    return line if line.isprintable() else ascii(line)[1:-1]


def is_secret(name: Any) -> bool:
    """Whether a name is that of a secret: ``SECRET_KEY``, ``derive_key``."""
    return type(name) is str and any(word in name.lower() for word in SECRETIVE)


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str | None]:
    """What is another value now, by name; ``None`` for a name that is gone."""
    gone: Iterable[str] = before.keys() - now.keys()
    found: dict[str, str | None] = dict.fromkeys(sorted(gone))
    found.update(
        (name, value) for name, value in now.items() if before.get(name) != value
    )
    return found
