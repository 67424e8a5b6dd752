"""What a view may return.

Write `make_response` again. Given what a view returned, it returns a response:

- text, bytes or an iterator are a body for `self.response_class`;
- a dictionary or a list is sent by `self.json.response`;
- a response of `self.response_class` is itself; any other callable is a WSGI application,
  which `self.response_class.force_type(rv, request.environ)` runs;
- a tuple is a body with a status, with headers, or with a status and headers. A status is
  a number or text such as `"404 Not Found"`. Headers are a dictionary, a list or tuple of
  pairs, or `werkzeug.datastructures.Headers`; in a dictionary a value may be a list, for
  a header that comes several times. They are added to the response's own, and replace
  those of the same name;
- anything else, and `None` above all, raises `TypeError`. The message names the endpoint,
  `request.endpoint`. It says for `None` that the view "returned None", for a tuple of
  another length that it takes "(body, status, headers)", and otherwise "it was a int", or
  whatever it was.

Your method is typed into the framework of chapter 4, where `request`, `Headers`,
`Iterator` and Werkzeug's response as `BaseResponse` are imported, and judged by the
chapter's tests as well.
"""

from webtest import TestApp
from werkzeug.datastructures import Headers

from tinyflask import Flask

TYPE_IN = "tinyflask/responding.py"


class RespondingMixin:
    ...

    def make_response(self, rv):
        """Return the response that the return value ``rv`` of a view stands for."""
        raise NotImplementedError("write make_response here")


def test_text():
    response = _returned("tea")
    assert (response.status_code, response.text) == (200, "tea"), (
        f"A view that returns 'tea' is answered {response.status} with"
        f" {response.text!r}."
        " It should be (200, 'tea')."
    )


def test_a_dictionary_is_json():
    """A dictionary is JSON."""
    response = _returned({"tea": 3})
    assert response.content_type == "application/json", (
        f"A dictionary is sent as {response.content_type}, not as application/json."
    )


def test_a_status():
    status = _returned(("made", 201)).status_code
    assert status == 201, f"('made', 201) is answered with the status {status}."


def test_headers():
    for headers in ({"X-Pot": "blue"}, [("X-Pot", "blue")]):
        pot = _returned(("tea", headers)).headers.get("X-Pot")
        assert pot == "blue", (
            f"('tea', {headers}) is answered with X-Pot: {pot}. It should be 'blue'."
        )


def test_a_status_and_headers():
    response = _returned(({"error": "no tea"}, 404, {"X-Pot": "empty"}))
    found = response.status_code, response.headers.get("X-Pot")
    assert found == (404, "empty"), (
        f"A tuple with the status 404 and X-Pot: empty is answered with {found}."
        " It should be (404, 'empty')."
    )


def test_a_header_that_comes_twice():
    pots = ["blue", "red"]
    for headers in ({"X-Pot": pots}, Headers([("X-Pot", pot) for pot in pots])):
        found = _returned(("tea", headers)).headers.getall("X-Pot")
        assert found == pots, f"With {headers}, X-Pot is {found}."


def test_what_is_no_answer():
    for value, words in ((("tea", 200, {}, 1), "(body, status, headers)"), (7, "int")):
        try:
            response = _returned(value)
        except TypeError as error:
            for word in (words, "menu"):
                assert word in str(error), (
                    f"For a view that returns {value!r} the error does not say {word!r}:"
                    f" {error}"
                )
        else:
            raise AssertionError(f"{value!r} is answered {response.status}.")


def test_none_is_a_mistake():
    try:
        response = _returned(None)
    except TypeError as error:
        assert "menu" in str(error), f"The error does not name the endpoint: {error}"
        return
    raise AssertionError(
        f"A view that returns None is answered {response.status}. It should raise"
        " TypeError, so that whoever forgot the `return` hears of it."
    )


def _returned(value):
    app = Flask(__name__)
    app.add_url_rule("/", "menu", lambda: value)
    return TestApp(app).get("/", expect_errors=True)
