"""The programs of the chapters before, asked by the framework's own client."""

import re
from io import BytesIO

import pytest
from test_06_notes import REQUESTS
from test_10_programs import blog_requests, comparable_headers, library_requests

PROGRAMS = {
    "notes": REQUESTS,
    "library": list(library_requests()),
    "blog": list(blog_requests()),
}


def ask(client, method, url, options):
    """Send a request that is written for WebTest."""
    options, method = dict(options), method.lower()
    params = options.pop("params", None)
    if method.endswith("_json"):
        options["json"] = params
    elif method == "get":
        options["query_string"] = params
    elif params is not None:
        options["data"] = params
    if isinstance(params, str) and "content_type" not in options:
        options["content_type"] = "application/x-www-form-urlencoded"
    for field, name, content in options.pop("upload_files", ()):
        options["data"] = {field: (BytesIO(content), name)}
    if "extra_environ" in options:
        options["environ_overrides"] = options.pop("extra_environ")
    return getattr(client, method.removesuffix("_json"))(url, **options)


def answers(app, requests):
    """What each request is answered: status, headers and body, to the byte."""
    client = app.test_client()
    for request in requests:
        answer = ask(client, *request)
        headers = comparable_headers(answer.headers, answer.status_code)
        yield request, answer.status, headers, answer.data


@pytest.mark.small_print
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_clients_get_the_same_answers(framework, running, program):
    """The framework's client is answered here as Flask's client is there."""
    with running(program, "flask") as outside:
        theirs = list(answers(outside.app, PROGRAMS[program]))
    with running(program, framework.__name__) as outside:
        mine = list(answers(outside.app, PROGRAMS[program]))
    assert len(mine) == len(PROGRAMS[program])
    for each, other in zip(mine, theirs, strict=True):
        assert each == other


def test_the_notes(framework, running):
    """A form is sent and its redirect followed, and the cookie is there."""
    with running("notes", framework.__name__) as outside:
        client = outside.app.test_client()
        form = {"title": "Tea", "body": "Buy it."}
        page = client.post("/notes/", data=form, follow_redirects=True)
        assert page.request.path == "/notes/1"
        assert [each.status_code for each in page.history] == [303]
        assert client.get_cookie("last").value == "1"
        assert client.post("/api/notes", json={"title": "milk"}).status_code == 201
        assert [note["title"] for note in client.get("/api/notes").json] == [
            "Tea",
            "milk",
        ]


@pytest.mark.small_print
def test_the_library(framework, running):
    """JSON is sent and read, and an error is JSON as well."""
    with running("library", framework.__name__) as outside:
        client = outside.app.test_client()
        made = client.post("/v1/books/", json={"title": "Tea"})
        assert made.status_code == 201
        answer = client.put("/v1/books/1/reader", json={"reader": "ann"})
        assert answer.status_code == 200, answer.text
        assert client.put("/v1/books/1/reader", json={"reader": "bob"}).is_json


def test_the_blog(framework, running):
    """A session is looked at after a request, and made up before one."""
    ann = {"name": "ann", "word": "tea"}
    with running("blog", framework.__name__) as outside:
        client = outside.app.test_client()
        client.post("/auth/register", data=ann)
        with client:
            client.post("/auth/login", data=ann)
            assert framework.session["user"] == "ann"
            client.get("/")
            assert framework.g.user == "ann"
        other = outside.app.test_client()
        with other.session_transaction() as session:
            session["user"] = "bob"
        page = other.post("/create", data={"title": "Hello"}, follow_redirects=True)
        assert page.request.path == "/"
        assert re.search("hello", page.text, re.I)
