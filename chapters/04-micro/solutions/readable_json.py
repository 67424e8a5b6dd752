"""JSON that can be read back.

Hint: For writing, give the class a method `default(self, value)`. For what is not a date it
returns `DefaultJSONProvider.default(value)`. A `datetime` is an instance of `date` too, so
compare `type(value)`.

Hint: For reading, pass `object_hook=...` to `super().loads`. The function gets every
dictionary of the text, the inner ones first.

Hint: `value.keys() == {"$date"}` asks whether there is that key and no other.
`datetime.date.fromisoformat` raises `ValueError` for text that is no date and `TypeError`
for what is no text; in both cases return the dictionary as it came. It also reads `20261121`,
which `isoformat` would have written otherwise.

Learnt: A value that says what it is can be read back, at the price that every reader
has to know the convention.

In Flask: For what it stores in a session cookie Flask does the same, with tags such as
`" d"`: see `src/flask/json/tag.py`. There it is both the writer and the only reader.

Try: Send a dictionary of yours that happens to be `{"$date": "2026-11-21"}`.
"""

import datetime

from tinyflask.json.provider import DefaultJSONProvider


def _read(value):
    if value.keys() != {"$date"}:
        return value
    try:
        date = datetime.date.fromisoformat(value["$date"])
    except (TypeError, ValueError):
        return value
    return date if date.isoformat() == value["$date"] else value


class DatedProvider(DefaultJSONProvider):
    """JSON in which dates stay dates."""

    def default(self, value):
        if type(value) is datetime.date:
            return {"$date": value.isoformat()}
        return DefaultJSONProvider.default(value)

    def loads(self, s, object_hook=None, **kwargs):
        def read(value):
            found = _read(value)
            return object_hook(value) if object_hook and found is value else found

        return super().loads(s, object_hook=read, **kwargs)
