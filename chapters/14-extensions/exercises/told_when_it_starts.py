"""Told when it starts.

Write the method of chapter 14 again that answers a request, with all its parts, those of the
small print as well. First the setup is finished. What was found out when the request was
matched is in `_request_context().request.routing_exception`. If that is a `SecurityError`, the
host is not trusted, and the error is raised before anybody is told of the request. Then `request_started` is sent, the hooks before the view are called, and one of them
may answer in place of the view. An error is handled, and whatever comes out is finalized. Your
method is typed into the framework of chapter 14, and judged by the chapter's tests as well.
"""

from werkzeug.exceptions import SecurityError

import tinyflask
from tinyflask.globals import _request_context
from tinyflask.signals import request_started

TYPE_IN = "tinyflask/app.py"


class Flask:
    ...

    def full_dispatch_request(self):
        """Return the response to the current request: hooks, view, and hooks again."""
        raise NotImplementedError("write full_dispatch_request here")


def test_the_view_answers():
    app, _ = _app()
    page = app.test_client().get("/").text
    assert page == "tea", f"The view returns 'tea', and the page is {page!r}."


def test_the_order():
    app, told = _app()
    app.before_request(lambda: told.append("hook"))
    app.test_client().get("/")
    assert told == ["signal", "hook", "view"], f"In this order were called: {told}."


def test_a_hook_may_answer():
    app, told = _app()
    app.before_request(lambda: "closed")
    page = app.test_client().get("/").text
    assert page == "closed", f"A hook returns 'closed', and the page is {page!r}."
    assert "view" not in told, (
        "A hook has answered, and the view is called all the same."
    )


def test_a_hook_may_answer_with_nothing():
    app, _ = _app()
    app.before_request(lambda: "")
    page = app.test_client().get("/").text
    assert page == "", f"A hook returns an empty text, and the page is {page!r}."


def test_an_error_is_handled():
    app, _ = _app()
    app.register_error_handler(ZeroDivisionError, lambda error: "handled")
    page = app.test_client().get("/broken").text
    assert page == "handled", f"An error has a handler, and the page is {page!r}."


def test_an_error_of_a_listener_is_handled():
    app, _ = _app()
    app.register_error_handler(LookupError, lambda error: "handled")

    def listen(sender):
        raise LookupError

    with request_started.connected_to(listen, app):
        page = app.test_client().get("/").text
    assert page == "handled", (
        f"A listener's error has a handler, and the page is {page[:60]!r}."
    )


def test_the_hooks_after_are_called():
    app, told = _app()
    app.after_request(lambda response: told.append("after") or response)
    app.test_client().get("/missing")
    assert told == ["signal", "after"], (
        f"For a page that is not there these were called: {told}."
    )


def test_a_host_that_is_not_trusted():
    app, told = _app()
    app.config["TRUSTED_HOSTS"] = ["tea.example"]
    status = app.test_client().get("/", base_url="http://evil.example").status_code
    assert status == 400, f"A host that is not trusted got the status {status}."
    assert not told, f"A host that is not trusted, and these were called: {told}."


def test_the_setup_is_finished():
    app, _ = _app()
    app.test_client().get("/")
    try:
        app.add_url_rule("/late", "late", lambda: "late")
    except AssertionError:
        return
    raise AssertionError("After the first request a rule can still be added.")


def test_nobody_listens():
    app = _plain([])
    page = app.test_client().get("/").text
    assert page == "tea", f"Where nobody listens the page is {page!r}."


def _plain(told):
    app = tinyflask.Flask("shop")

    @app.get("/")
    def index():
        told.append("view")
        return "tea"

    @app.get("/broken")
    def broken():
        return 1 / 0

    return app


def _app():
    """An application, and a list of what was called."""
    told = []
    app = _plain(told)
    app.listener = lambda sender: told.append("signal")
    request_started.connect(app.listener, app)
    return app, told
