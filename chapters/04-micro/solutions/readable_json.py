"""JSON that can be read back.

Hint: For writing, give the class a `default` of its own. It is looked up on the provider
and called with the value alone, so it has to be a `staticmethod`. For what is not a date
it calls `DefaultJSONProvider.default`.

Hint: For reading, pass `object_hook=...` to `super().loads`. The function gets every
dictionary of the text, the inner ones first.

Hint: `value.keys() == {"$date"}` asks whether there is that key and no other.
`datetime.date.fromisoformat` raises `ValueError` for text that is no date and `TypeError`
for what is no text; in both cases return the dictionary as it came.

Learnt: A value that says what it is can be read back, at the price that every reader has
to know the convention. Flask does the same, with tags such as `" d"`, for what it stores
in a session cookie, where it is both the writer and the only reader. Try what happens to a
dictionary of yours that happens to be `{"$date": "2026-11-21"}`.
"""

import datetime

from tinyflask.json.provider import DefaultJSONProvider


def _written(value):
    if isinstance(value, datetime.date):
        return {"$date": value.isoformat()}
    return DefaultJSONProvider.default(value)


def _read(value):
    if value.keys() != {"$date"}:
        return value
    try:
        return datetime.date.fromisoformat(value["$date"])
    except (TypeError, ValueError):
        return value


class DatedProvider(DefaultJSONProvider):
    """JSON in which dates stay dates."""

    default = staticmethod(_written)

    def loads(self, s, **kwargs):
        return super().loads(s, object_hook=_read, **kwargs)
