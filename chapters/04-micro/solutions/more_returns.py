"""More that a view may return.

Hint: Leave the work to `super().make_response(rv)`, and change only what it gets.

Hint: `dataclasses.is_dataclass` is true of a dataclass and of its objects. The class itself
is an instance of `type`. And `dataclasses.asdict` makes a dictionary of an object.

Hint: In a tuple only the first part can be a dataclass: `(first, *rest)`. For `None`, give
`super()` the pair `"", 204` where `request.method` is another than GET and HEAD.

Learnt: `make_response` is a seam: whatever any view returns goes through it, so a subclass
can teach it a word, and no view has to know.

In Flask: `Flask.make_response` is one method, and many programs override it for this very
reason.

Try: Let a list of dataclasses through as well. Who has taken care of that already, and
where?
"""

import dataclasses

from tinyflask import Flask, request


class ShopFlask(Flask):
    """An application whose views may return dataclasses, and nothing."""

    def make_response(self, rv):
        if rv is None and request.method not in ("GET", "HEAD"):
            rv = "", 204
        elif isinstance(rv, tuple) and rv:
            rv = (_plain(rv[0]), *rv[1:])
        return super().make_response(_plain(rv))


def _plain(value):
    """The dictionary of an object of a dataclass; all else as it is."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value
