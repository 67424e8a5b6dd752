"""Two whole programs, which run on Flask by changing one import."""

import re

import pytest


def answers(client, requests):
    """What each request is answered: status, headers and body, to the byte."""
    found = []
    for method, url, options in requests:
        answer = getattr(client, method)(url, expect_errors=True, **options)
        headers = comparable_headers(answer.headerlist, answer.status_code)
        found.append((method, url, answer.status, headers, answer.body))
    return found


def comparable_headers(headers, status_code):
    """The headers of an answer, without what may differ from Flask's."""
    headers = sorted(map(comparable, headers))
    if status_code == 204:
        # Flask names the type of a content that there is not.
        headers = [each for each in headers if each[0] != "Content-Type"]
    return headers


def comparable(header):
    """A header without what differs from one second to the next, or is a signature."""
    name, value = header
    if name == "Allow":
        value = ", ".join(sorted(value.split(", ")))
    if name in ("Date", "Last-Modified", "ETag"):
        value = "..."
    value = re.sub(r"(session=\.?[\w-]+)\.[\w-]+\.[\w-]+", r"\1", value)
    return name, re.sub(r"Expires=[^;]+", "Expires=...", value)


def alike(running, framework, program, requests):
    """Compare every answer with Flask's."""
    with running(program, "flask") as client:
        theirs = answers(client, requests)
    with running(program, framework.__name__) as client:
        mine = answers(client, requests)
    for each, other in zip(mine, theirs, strict=True):
        assert each == other
    return mine


def library_requests():
    for version in ("/v1", "/v2"):
        for title in ("Tea", "Milk & more", ""):
            yield "post_json", f"{version}/books/", {"params": {"title": title}}
        yield "post_json", f"{version}/books/", {"params": ["no", "book"]}
        yield "post", f"{version}/books/", {"params": "{"}
        for path in ("", "?title=TEA", "1", "2/", "7", "x", "1/fail", "1/reader"):
            yield "get", f"{version}/books/{path}", {}
        for reader in ("ann", "bob", "carl"):
            params = {"reader": reader}
            yield "put_json", f"{version}/books/1/reader", {"params": params}
        yield "put_json", f"{version}/books/1/reader", {"params": {}}
        yield "get", f"{version}/books/1", {}
        yield "delete", f"{version}/books/1/reader", {}
        yield "delete", f"{version}/books/9/reader", {}
        yield "options", f"{version}/books/1/reader", {}
        yield "patch", f"{version}/books/", {}
        yield "head", f"{version}/books/", {}
        yield "get", f"{version}/books", {}
        yield "get", f"{version}/", {}
    for name in ("ann", "ann/", "carl", "carl/"):
        yield "get", f"/readers/{name}", {}
    yield "get", "/missing", {}


@pytest.mark.small_print
def test_a_library(framework, running):
    """A JSON interface with nested blueprints and errors answers as on Flask."""
    found = alike(running, framework, "library", list(library_requests()))
    statuses = {status for _, _, status, _, _ in found}
    assert {status[:3] for status in statuses} >= {"200", "201", "204", "404", "409"}
    assert b'"OnLoan"' in b"".join(body for *_, body in found)


ANN = {"name": "ann", "word": "tea"}
BOB = {"name": "bob", "word": "<milk>", "stay": "yes"}


def blog_requests():
    yield "get", "/", {}
    yield "get", "/?again=1", {}
    yield "get", "/create", {}
    for user in (ANN, BOB, ANN):
        yield "get", "/auth/register", {}
        yield "post", "/auth/register", {"params": user}
        yield "get", "/messages", {}
    yield "post", "/auth/register", {"params": {"name": "no word"}}
    yield "post", "/auth/login", {"params": {"name": "ann", "word": "coffee"}}
    for user in (ANN, BOB):
        yield "post", "/auth/login", {"params": user}
        for title in ("First", "<b>Second</b>", ""):
            yield "post", "/create", {"params": {"title": title, "body": "..."}}
            yield "get", "/", {}
        yield "get", "/messages", {}
        for number in (1, 1, 9) if user is ANN else (2, 3):
            yield "post", f"/{number}/delete", {}
        yield "get", "/static/style.css", {}
        yield "get", "/missing", {}
        yield "get", "/auth/logout", {}
        yield "post", "/auth/logout", {}
        yield "get", "/messages", {}
        yield "post", "/2/delete", {}
    yield "get", "/", {"headers": {"Cookie": "session=forged.by.us"}}


def test_a_blog(framework, running):
    """Pages with sessions, flashed messages and a database answer as on Flask."""
    found = alike(running, framework, "blog", list(blog_requests()))
    text = b"".join(body for *_, body in found).decode()
    assert "Written." in text
    assert "&lt;B&gt;SECOND" in text
    assert "Forbidden" in text
