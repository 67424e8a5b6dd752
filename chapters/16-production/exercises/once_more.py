"""Once more, and no more.

A call to another service has failed. To try again helps if it was a moment's trouble. It does
harm in two cases: if the first call has done something, such as send tea, and only the answer
was lost; and if the service has too much to do already.

Write `fetch(send, method, url, tries=3, wait=time.sleep)`. It returns `send(method, url)`. If
that raises an `OSError`, it tries again, `tries` times in all, but only for the methods that may
be repeated without harm: GET, HEAD, OPTIONS, PUT and DELETE, in capitals or not. Between the tries it waits: a tenth
of a second, then two tenths, then four. (`wait(0.1)` waits.) After the last try, or where it may
not try again, the error is raised.
"""

import time
from contextlib import suppress


def fetch(send, method, url, tries=3, wait=time.sleep):
    """Return what ``send`` returns, at the first try at which it does not fail."""
    raise NotImplementedError("write fetch here")


def test_the_first_try():
    found, story = _story("GET", fails=0)
    assert (found, story) == ("well", ["GET /tea"]), (
        f"Where nothing fails, the result was {found!r}, and this was done: {story!r}."
    )


def test_a_moment_s_trouble():
    found, story = _story("GET", fails=1)
    assert (found, story) == ("well", ["GET /tea", 0.1, "GET /tea"]), (
        f"Where the first try fails, the result was {found!r}, and this: {story!r}."
    )


def test_no_more():
    found, story = _story("GET", fails=10)
    assert (found, story) == (
        "failed",
        ["GET /tea", 0.1, "GET /tea", 0.2, "GET /tea"],
    ), (
        f"Where every try fails, the result was {found!r}, and this: {story!r}. After the"
        " last try there is nothing to wait for."
    )


def test_longer_and_longer():
    found, story = _story("GET", fails=4, tries=5)
    waits = [each for each in story if each != "GET /tea"]
    assert found == "well" and waits == [0.1, 0.2, 0.4, 0.8], (
        f"With five tries, four of which fail, it waited {waits!r}."
    )


def test_what_may_not_be_repeated():
    for method in ("POST", "PATCH", "post"):
        found, story = _story(method, fails=1)
        assert (found, story) == ("failed", [f"{method} /tea"]), (
            f"A {method} that failed gave {found!r}, and this was done: {story!r}. The"
            " tea might be sent twice."
        )


def test_what_may_be_repeated():
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "get"):
        found, _ = _story(method, fails=1)
        assert found == "well", f"A {method} that failed once gave {found!r}."


def test_other_errors():
    tried = []

    def send(method, url):
        tried.append(method)
        raise ValueError("not JSON")

    with suppress(ValueError):
        fetch(send, "GET", "/tea", wait=tried.append)
    assert tried == ["GET"], (
        f"A ValueError is no trouble of a moment's, and this was done: {tried!r}."
    )


def _story(method, fails, tries=3):
    """What came of it, and what was sent and waited for."""
    story = []

    def send(method, url):
        story.append(f"{method} {url}")
        if sum(isinstance(each, str) for each in story) <= fails:
            raise TimeoutError
        return "well"

    def wait(seconds):
        story.append(round(seconds, 3))

    try:
        return fetch(send, method, "/tea", tries, wait), story
    except TimeoutError:
        return "failed", story
