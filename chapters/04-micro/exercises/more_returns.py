"""More that a view may return.

A shop has its things as dataclasses, and its views would like to return them as they are.
And many of its views have nothing to say: they delete a thing, and are done.

Write `ShopFlask.make_response`, so that a view may also return

- an object of a dataclass, which is sent as JSON, like the dictionary of its fields;
- `None`, where it answers another method than GET or HEAD: the response is empty, with the
  status 204, *No Content*. For GET, `None` stays the mistake that it is.

A dataclass may stand in a tuple as well, with a status or headers. `None` in a tuple stays a
mistake. All else is as before.
"""

from dataclasses import dataclass

from webtest import TestApp

from tinyflask import Flask, request


class ShopFlask(Flask):
    """An application whose views may return dataclasses, and nothing."""

    def make_response(self, rv):
        raise NotImplementedError("write make_response here")


@dataclass
class _Thing:
    name: str
    price: int


def _answer(value, method="GET"):
    """The response to a request whose view returns ``value``."""
    app = ShopFlask(__name__)
    methods = ["GET", "POST", "PUT", "DELETE"]
    app.add_url_rule("/", "thing", lambda: value, methods=methods)
    return TestApp(app).request("/", method=method, expect_errors=True)


def test_a_dataclass():
    response = _answer(_Thing("tea", 3))
    expected = {"name": "tea", "price": 3}
    assert response.content_type == "application/json", (
        f"A dataclass is sent as {response.content_type}, not as application/json."
    )
    assert response.json == expected, (
        f"A dataclass is sent as {response.json}, not as {expected}."
    )


def test_a_dataclass_with_a_status():
    response = _answer((_Thing("tea", 3), 201))
    found = response.status_code, response.content_type
    assert found == (201, "application/json"), (
        f"A dataclass with the status 201 is answered with {found}."
    )


def test_a_dataclass_with_headers():
    response = _answer((_Thing("tea", 3), 201, {"X-Pot": "blue"}))
    found = response.json["name"], response.headers.get("X-Pot")
    assert found == ("tea", "blue"), (
        f"A dataclass with a status and headers has name and header {found}."
    )


def test_nothing_to_say():
    for method in ("POST", "PUT", "DELETE"):
        response = _answer(None, method)
        found = response.status_code, response.body
        assert found == (204, b""), (
            f"Where the view returns None, {method} is answered with {found}. It should"
            " be (204, b'')."
        )


def test_a_page_that_was_forgotten():
    for value, method in ((None, "GET"), (None, "HEAD"), ((None, 200), "POST")):
        try:
            response = _answer(value, method)
        except TypeError as error:
            assert "thing" in str(error), f"The error names no endpoint: {error}"
            continue
        raise AssertionError(
            f"{value!r} is answered {response.status} for {method}, and it is a mistake."
        )


def test_the_class_itself_is_no_thing():
    """A dataclass itself, and not an object of it, is as before."""
    try:
        response = _answer(_Thing)
    except TypeError as error:
        assert "'thing'" in str(error), (
            f"For the class itself the error names no endpoint any more: {error}"
        )
        return
    raise AssertionError(
        f"A view that returns the class itself is answered {response.status}."
    )


def test_all_else_is_as_before():
    for value, expected in (
        ("tea", (200, "text/html")),
        ({"tea": 3}, (200, "application/json")),
        (("no tea", 404), (404, "text/html")),
        (("tea", {"Content-Type": "text/plain"}), (200, "text/plain")),
        (iter(["te", "a"]), (200, "text/html")),
    ):
        response = _answer(value)
        found = response.status_code, response.content_type
        assert found == expected, f"{value!r} is answered with {found}."


def test_every_way_in():
    """It holds for `make_response` of a view that calls it, too."""
    from tinyflask import make_response

    app = ShopFlask(__name__)

    @app.delete("/")
    def view():
        assert request.method == "DELETE"
        response = make_response(_Thing("tea", 3), 202)
        response.headers["X-Pot"] = "blue"
        return response

    response = TestApp(app).delete("/")
    found = response.status_code, response.headers.get("X-Pot")
    assert found == (202, "blue"), f"A view that calls make_response gets {found}."
