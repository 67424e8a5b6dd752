"""An extension for two.

This extension counts the requests of an application and shows the number on a page. It was
written for one application. Mend it, so that one object of it serves any number: each has its
own count, in `app.extensions["counter"]`, and its own page, at the path in the setting
`COUNTER_PATH`, by default `/count`. The page itself does not count. An application that is not
needed any more must not be kept by the extension. `Counter(app)` still does both steps in one.
"""

import gc
import weakref

from tinyflask import Flask, current_app, request


class Counter:
    """Counts the requests of applications."""

    def __init__(self, app=None):
        self.count = 0
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        """Count the requests of ``app``."""
        self.app = app
        app.before_request(self.add)
        app.add_url_rule("/count", "count", self.show)

    def add(self):
        """Count one more."""
        self.count += 1

    def show(self):
        """The page."""
        return f"{self.count} requests to {self.app.name}"


def test_one_application():
    app = _app("tea")
    Counter(app)
    page = _ask(app, 3)
    assert page == "3 requests to tea", f"After 3 requests the page is {page!r}."


def test_two_applications():
    counter, tea, milk = Counter(), _app("tea"), _app("milk")
    counter.init_app(tea)
    counter.init_app(milk)
    _ask(tea, 2)
    pages = _ask(tea, 0), _ask(milk, 1)
    assert pages == ("2 requests to tea", "1 requests to milk"), (
        f"After 2 requests to tea and 1 to milk the pages are {pages!r}."
    )


def test_two_counters():
    tea, milk = _app("tea"), _app("milk")
    Counter(tea)
    Counter(milk)
    _ask(tea, 2)
    page = _ask(milk, 0)
    assert page == "0 requests to milk", f"Without any request it is {page!r}."


def test_two_applications_of_one_name():
    counter, first, second = Counter(), _app("tea"), _app("tea")
    counter.init_app(first)
    counter.init_app(second)
    _ask(first, 2)
    page = _ask(second, 0)
    assert page == "0 requests to tea", (
        f"After 2 requests to another application of that name it is {page!r}."
    )


def test_the_place():
    app = _app("tea")
    Counter(app)
    assert "counter" in app.extensions, 'There is no app.extensions["counter"].'
    before = repr(app.extensions["counter"])
    _ask(app, 1)
    assert repr(app.extensions["counter"]) != before, (
        f'After a request app.extensions["counter"] is {before} still.'
    )


def test_the_page_does_not_count():
    app = _app("tea")
    Counter(app)
    _ask(app, 0)
    _ask(app, 0)
    page = _ask(app, 1)
    assert page == "1 requests to tea", (
        f"After the page was asked for twice, and one request, it is {page!r}."
    )


def test_another_path():
    app = _app("tea")
    app.config["COUNTER_PATH"] = "/how-many"
    Counter(app)
    page = _ask(app, 1, "/how-many")
    assert page == "1 requests to tea", (
        f"With COUNTER_PATH = '/how-many' the page there is {page!r}."
    )
    status = app.test_client().get("/count").status_code
    assert status == 404, f"With another COUNTER_PATH, /count has the status {status}."


def test_what_is_missing_counts():
    app = _app("tea")
    Counter(app)
    app.test_client().get("/missing")
    page = _ask(app, 1)
    assert page == "2 requests to tea", (
        f"After a request and one for a page that is missing it is {page!r}."
    )


def test_an_application_is_not_kept():
    counter, app = Counter(), _app("tea")
    counter.init_app(app)
    _ask(app, 1)
    app = weakref.ref(app)
    gc.collect()
    assert app() is None, "The extension, or something in it, keeps the application."


def _app(name):
    app = Flask(name, static_folder=None)
    app.add_url_rule("/", "index", lambda: "a page")
    return app


def _ask(app, times, path="/count"):
    """Ask for the first page so many times, and then for the number."""
    client = app.test_client()
    for _ in range(times):
        client.get("/")
    return client.get(path).text
