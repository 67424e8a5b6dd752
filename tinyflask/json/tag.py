"""JSON for values that JSON has no types for."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup
from werkzeug.http import http_date, parse_date

from . import dumps, loads


class JSONTag:
    """How values of one type are written, as a dictionary of ``key`` and a value.

    A tag without a key is for values that are written without one. Follows
    ``flask.json.tag.JSONTag``.
    """

    key = ""

    def __init__(self, serializer: TaggedJSONSerializer) -> None:
        self.serializer = serializer

    def check(self, value: Any) -> bool:
        """Return whether this tag is for ``value``."""
        raise NotImplementedError

    def to_json(self, value: Any) -> Any:
        """Return what stands for ``value`` in JSON, without the tag."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """Return the value that ``value`` in JSON stands for."""
        raise NotImplementedError

    def tag(self, value: Any) -> Any:
        """Return what stands for ``value`` in JSON, with the tag."""
        return {self.key: self.to_json(value)} if self.key else self.to_json(value)


class TagDict(JSONTag):
    """A dictionary that looks like a tag, with one key that is one."""

    key = " di"

    def check(self, value: Any) -> bool:
        if not isinstance(value, dict) or len(value) != 1:
            return False
        return next(iter(value)) in self.serializer.tags

    def to_json(self, value: Any) -> Any:
        ((key, content),) = value.items()
        return {f"{key}__": self.serializer.tag(content)}

    def to_python(self, value: Any) -> Any:
        ((key, content),) = value.items()
        return {key.removesuffix("__"): content}


class PassDict(JSONTag):
    """Any other dictionary, whose values may need tags."""

    def check(self, value: Any) -> bool:
        return isinstance(value, dict)

    def to_json(self, value: Any) -> Any:
        return {key: self.serializer.tag(each) for key, each in value.items()}


class TagTuple(JSONTag):
    """A tuple."""

    key = " t"

    def check(self, value: Any) -> bool:
        return isinstance(value, tuple)

    def to_json(self, value: Any) -> Any:
        return [self.serializer.tag(each) for each in value]

    def to_python(self, value: Any) -> Any:
        return tuple(value)


class PassList(JSONTag):
    """A list, whose values may need tags."""

    def check(self, value: Any) -> bool:
        return isinstance(value, list)

    def to_json(self, value: Any) -> Any:
        return [self.serializer.tag(each) for each in value]


class TagBytes(JSONTag):
    """Bytes, in base 64."""

    key = " b"

    def check(self, value: Any) -> bool:
        return isinstance(value, bytes)

    def to_json(self, value: Any) -> Any:
        return b64encode(value).decode("ascii")

    def to_python(self, value: Any) -> Any:
        return b64decode(value)


class TagMarkup(JSONTag):
    """Markup, or anything that has its HTML in ``__html__``."""

    key = " m"

    def check(self, value: Any) -> bool:
        return callable(getattr(value, "__html__", None))

    def to_json(self, value: Any) -> Any:
        return str(value.__html__())

    def to_python(self, value: Any) -> Any:
        return Markup(value)


class TagUUID(JSONTag):
    """A UUID."""

    key = " u"

    def check(self, value: Any) -> bool:
        return isinstance(value, UUID)

    def to_json(self, value: Any) -> Any:
        return value.hex

    def to_python(self, value: Any) -> Any:
        return UUID(value)


class TagDateTime(JSONTag):
    """A time, in whole seconds, as HTTP writes it."""

    key = " d"

    def check(self, value: Any) -> bool:
        return isinstance(value, datetime)

    def to_json(self, value: Any) -> Any:
        return http_date(value)

    def to_python(self, value: Any) -> Any:
        return parse_date(value)


class TaggedJSONSerializer:
    """Writes and reads JSON in which other values are tagged.

    Follows ``flask.json.tag.TaggedJSONSerializer``.
    """

    default_tags = (
        TagDict,
        PassDict,
        TagTuple,
        PassList,
        TagBytes,
        TagMarkup,
        TagUUID,
        TagDateTime,
    )

    def __init__(self) -> None:
        self.tags: dict[str, JSONTag] = {}
        self.order: list[JSONTag] = []
        for cls in self.default_tags:
            self.register(cls)

    def register(
        self, tag_class: type[JSONTag], force: bool = False, index: int | None = None
    ) -> None:
        """Add a tag, which is asked last, or as number ``index``.

        Raises `KeyError` for a key that is taken, unless ``force`` is true.
        """
        tag = tag_class(self)
        if tag.key:
            if tag.key in self.tags and not force:
                raise KeyError(f"There is a tag with the key {tag.key!r} already.")
            self.tags[tag.key] = tag
        self.order.insert(len(self.order) if index is None else index, tag)

    def tag(self, value: Any) -> Any:
        """Return what stands for ``value`` in JSON."""
        for tag in self.order:
            if tag.check(value):
                return tag.tag(value)
        return value

    def untag(self, value: Any) -> Any:
        """Return the value that ``value`` in JSON stands for."""
        if isinstance(value, list):
            return [self.untag(each) for each in value]
        if not isinstance(value, dict):
            return value
        value = {key: self.untag(each) for key, each in value.items()}
        if len(value) == 1:
            ((key, content),) = value.items()
            if key in self.tags:
                return self.tags[key].to_python(content)
        return value

    def dumps(self, value: Any) -> str:
        """Return ``value`` as JSON with tags."""
        return dumps(self.tag(value), separators=(",", ":"))

    def loads(self, value: str | bytes) -> Any:
        """Return the value that JSON with tags stands for."""
        return self.untag(loads(value))
