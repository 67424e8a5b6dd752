"""How responses look, and how a request's way is drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from webtest import TestApp
from werkzeug.wrappers import Response

from tinyflask import Flask
from workshop import Boxes, trace
from workshop.live.display import as_html, as_text
from workshop.recording.drawing import drawn_trace as drawn


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)

    @app.route("/<name>")
    def hello(name: str) -> str:
        if name == "error":
            raise ZeroDivisionError("nothing to divide")
        return f"<h1>Hello, {name}</h1>"

    return app


def test_a_response_shows_status_headers_and_body(app: Flask) -> None:
    response = TestApp(app).get("/ann")
    text = as_text(response)
    assert text.startswith("200 OK\nContent-Type: text/html; charset=utf-8\n")
    assert text.endswith("\n\n<h1>Hello, ann</h1>")


def test_a_page_is_rendered_where_it_can_do_no_harm() -> None:
    html = as_html(Response("<script>alert('x')</script>", mimetype="text/html"))
    assert "<b>200 OK</b>" in html
    assert "<iframe sandbox srcdoc=" in html
    assert "<script>" not in html


def test_bodies_of_other_kinds() -> None:
    assert as_text(Response(b"\xff\xfe", mimetype="image/png")).endswith(
        "(2 bytes that are not text)"
    )
    stream = Response(iter(["a", "b"]), mimetype="text/plain")
    assert as_text(stream).endswith("(a stream, not read yet)")
    assert stream.get_data() == b"ab"
    assert "<pre>&lt;1&gt;</pre>" in as_html(Response("<1>", mimetype="text/plain"))
    assert as_text(Response(status=204)).startswith("204 NO CONTENT")


def test_a_trace_names_what_was_entered_and_how_it_ended(app: Flask) -> None:
    lines = repr(trace(app, "/ann")).splitlines()
    names = [line.split("  ")[0] or line.strip().split("  ")[0] for line in lines]
    assert names[0].startswith("GET /ann")
    text = "\n".join(lines)
    assert "Flask.__call__" in text
    assert "app.py, chapter 1" in text
    assert "Flask.dispatch_request" in text
    assert "app.py, chapter 6" in text
    assert "returns '<h1>Hello, ann</h1>'" in text
    assert lines[0].endswith("200 OK")


def test_a_trace_shows_where_an_exception_was_raised_and_where_it_ended(
    app: Flask,
) -> None:
    text = repr(trace(app, "/no/such/page"))
    assert text.splitlines()[0].endswith("404 NOT FOUND")
    (raised,) = (line for line in text.splitlines() if "raises" in line)
    assert "Flask.dispatch_request" in raised
    assert "NotFound" in raised


def test_an_exception_that_leaves_the_application_ends_the_trace(app: Flask) -> None:
    app.testing = True
    text = repr(trace(app, "/error"))
    assert "raises ZeroDivisionError: nothing to divide" in text.splitlines()[0]


def test_what_a_function_does_while_it_fails_is_not_how_it_ends() -> None:
    """A ``finally`` or a ``with`` runs lines on the way out, and nothing returns."""

    def broken(environ, start_response):
        try:
            with open(__file__):
                1 / 0  # noqa: B018
        finally:
            print("closed")

    app = Flask(__name__)
    app.wsgi_app = broken
    lines = repr(trace(app, "/")).splitlines()
    assert all("raises ZeroDivisionError" in line for line in lines)
    assert len(lines) >= 2


def test_what_a_function_catches_is_not_how_it_ends() -> None:
    class Careful(Flask):
        def wsgi_app(self, environ, start_response):
            try:
                self.open_resource("no such file")
            except FileNotFoundError:
                start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"none"]

    lines = repr(trace(Careful(__name__), "/")).splitlines()
    raised = [line for line in lines if "raises" in line]
    assert len(raised) == 1
    assert "Scaffold.open_resource" in raised[0]


def test_a_drawing_has_each_call_within_its_caller(app: Flask) -> None:
    tree = ET.fromstring(trace(app, "/<b>'\"")._repr_html_())
    root = tree.findall("ul/li")
    assert [each.findtext("code") for each in root] == ["GET /<b>'\""]
    assert [each.findtext("code") for each in root[0].findall("ul/li")] == [
        "Flask.__call__"
    ]
    assert root[0].findtext("span") == "200 OK"


def test_a_drawing_goes_back_out_of_calls() -> None:
    text = """\
GET /                        200 OK
  one    app.py, chapter 1   returns None
    two  your code           raises KeyError: 'a  b'
  three  hooks.py, your edit returns []
"""
    tree = ET.fromstring(drawn(text.replace("edit r", "edit  r")))
    (root,) = tree
    one, three = root.find("ul")
    (two,) = one.find("ul")
    names = [each.findtext("code") for each in (root, one, two, three)]
    assert names == ["GET /", "one", "two", "three"]
    assert two.get("class") == "raised"
    assert two.findtext("span") == "raises KeyError: 'a  b'"
    assert three.findtext("small") == "hooks.py, your edit"


def test_a_trace_can_post(app: Flask) -> None:
    drawn = trace(app, "/ann", method="POST", body=b"x")
    assert repr(drawn).splitlines()[0].endswith("405 METHOD NOT ALLOWED")


def test_a_list_of_functions_is_shown_without_addresses(app: Flask) -> None:
    app.before_request(lambda: None)
    text = str(trace(app, "/hello/ann", whole=True))
    assert "of_request" in text
    assert "<function" in text
    assert "0x" not in text


def test_boxes_stand_side_by_side_or_lead_to_each_other() -> None:
    picture = Boxes({"numbers": (1, 2), "a": {"x": "y z"}, "none": []})
    assert repr(picture).splitlines() == [
        "numbers  │ 1 │ 2 │",
        "a        │ x │     → │ y z │",
        "none     ││",
    ]
    rows = ET.fromstring(picture._repr_html_()).findall("table/tbody/tr")
    assert [row.findtext("th") for row in rows] == ["numbers", "a", "none"]
    cells = [["".join(cell.itertext()) for cell in row.findall("td")] for row in rows]
    assert cells == [["12"], ["x", "→", "y z"], ["nothing"]]
    assert [each.text for each in rows[0].findall("td/code")] == ["1", "2"]


@given(st.lists(st.tuples(st.text(), st.lists(st.text())), min_size=1))
@example([("│\n", ["→", "", "│", " "])])
def test_boxes_hold_any_text(rows: list[tuple[str, list[str]]]) -> None:
    named = {f"{name}{number}": items for number, (name, items) in enumerate(rows)}
    picture = Boxes(named)
    assert len(repr(picture).split("\n")) == len(rows)
    drawn = ET.fromstring(picture._repr_html_()).findall("table/tbody/tr")
    assert len(drawn) == len(rows)
    for row, items in zip(drawn, named.values(), strict=True):
        assert len(row.findall("td")) == 1
        assert len(row.findall("td/code")) == len(items)
