"""No exceptions.

Take the other road. In some languages a function that may fail raises nothing: it
returns either a result or an error, and whoever calls it looks which of the two it got.
`Ok` and `Err` below are these two.

Write the shop in this way, and the application that answers with it.

- `find(thing)` returns `Ok` with the number of things in stock, or `Err("unknown", ...)`
  with the message "we do not have coffee".
- `take(thing, number)` uses `find`, takes so many out of the stock and returns `Ok` with
  what is left. It passes on an error of `find`, and returns `Err("sold out", ...)` with
  the message "there is no milk left" if there are not enough.
- `WithResults.make_response` makes a response of what a view returns. `Ok` stands for its
  value, which may be whatever a view may return. `Err` stands for the dictionary
  `{"error": message}`, with the status that `STATUS` has for its kind, or 500 for a kind
  that is not in it. Everything else is made into a response as usual.
"""

from dataclasses import dataclass
from typing import Any

from webtest import TestApp

from tinyflask import Flask

STATUS = {"unknown": 404, "sold out": 409}
stock = {"tea": 3, "milk": 0}


@dataclass
class Ok:
    """Something worked, and this is what came of it."""

    value: Any


@dataclass
class Err:
    """Something did not: of which kind, and a message for people."""

    kind: str
    message: str


def find(thing):
    """Return how many of a thing there are."""
    raise NotImplementedError("write find here")


def take(thing, number=1):
    """Take things out of the stock, and return how many are left."""
    raise NotImplementedError("write take here")


class WithResults(Flask):
    """An application whose views may return `Ok` and `Err`."""

    def make_response(self, rv):
        """Return the response that ``rv`` stands for."""
        raise NotImplementedError("write make_response here")


def _refill():
    stock.update(tea=3, milk=0)


def _get(view):
    app = WithResults(__name__)
    app.add_url_rule("/", "index", view)
    with app.test_request_context("/"):
        rv = view()
        found = app.make_response(rv)
    assert isinstance(found, app.response_class), (
        f"make_response returned {found!r} for {rv!r}, and that is no response. The"
        " framework's own make_response makes one of whatever a view may return."
    )
    return TestApp(app).get("/", expect_errors=True)


def test_find():
    _refill()
    for thing, expected in (
        ("tea", Ok(3)),
        ("milk", Ok(0)),
        ("coffee", Err("unknown", "we do not have coffee")),
    ):
        found = find(thing)
        assert found == expected, f"find({thing!r}) is {found}, in place of {expected}."


def test_take():
    _refill()
    found = take("tea", 2)
    assert found == Ok(1), f"Two of three teas were taken, and take returned {found}."
    assert stock["tea"] == 1, f"Two were taken, and the stock is {stock}."


def test_take_too_many():
    for thing, number, expected in (
        ("milk", 1, Err("sold out", "there is no milk left")),
        ("tea", 4, Err("sold out", "there is no tea left")),
        ("coffee", 1, Err("unknown", "we do not have coffee")),
    ):
        _refill()
        found = take(thing, number)
        assert found == expected, (
            f"take({thing!r}, {number}) is {found}, in place of {expected}."
        )
        assert stock == {"tea": 3, "milk": 0}, f"It failed, and the stock is {stock}."


def test_a_result_is_a_response():
    for value, text in (("tea", "tea"), ({"left": 1}, '{"left":1}'), (("", 201), "")):
        found = _get(lambda value=value: Ok(value))
        assert found.text.strip() == text, f"Ok({value!r}) became {found.text!r}."
    status = _get(lambda: Ok(("made", 201))).status_code
    assert status == 201, f"Ok(('made', 201)) was answered with {status}."


def test_an_error_is_a_response():
    for error, status in (
        (Err("unknown", "we do not have coffee"), 404),
        (Err("sold out", "there is no milk left"), 409),
        (Err("on fire", "everything burns"), 500),
    ):
        found = _get(lambda error=error: error)
        assert found.status_code == status, f"{error} became {found.status}."
        assert found.json == {"error": error.message}, f"{error} became {found.text}."


def test_the_rest_is_as_it_was():
    found = _get(lambda: ("tea", 202))
    assert (found.text, found.status_code) == ("tea", 202), (
        f"A view that returns ('tea', 202) was answered with {found.status}:"
        f" {found.text!r}."
    )
    missing = TestApp(WithResults(__name__)).get("/", expect_errors=True)
    assert missing.status_code == 404, f"A missing page became {missing.status}."
