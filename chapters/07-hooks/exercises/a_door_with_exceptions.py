"""A door with exceptions.

Everybody has to log in, except that some pages are open: the page to log in with, the
start page, and the files of the static folder, which make those pages look right. Rather
than list the open pages beside the hook, have each view say by itself that it is open:

    @app.get("/login")
    @public
    def login(): ...

Write `public`, which marks a view and returns it, and `close_the_door(app)`, which
registers a hook. The hook answers a request without the cookie `user` with a redirect to
`/login`, unless

- the view that it leads to is marked with `public`,
- or it leads to the endpoint `static`,
- or it leads to no view at all: a page that is missing is answered with 404, a wrong
  method with 405, and a path without its last slash with the redirect to the right one.

`app.view_functions` has the view of each endpoint.
"""

from tinyflask import Flask, redirect, request


def public(view):
    """Mark ``view`` as open to everybody."""
    raise NotImplementedError("write public here")


def close_the_door(app):
    """Have ``app`` send everybody who is not logged in to ``/login``."""
    raise NotImplementedError("write close_the_door here")


def _app():
    app = Flask(__name__, static_folder="static", root_path=_folder())
    close_the_door(app)

    @app.get("/login")
    @public
    def login():
        return "Who are you?"

    @app.get("/")
    @public
    def index():
        return "Welcome."

    @app.get("/orders/")
    def orders():
        return f"Orders of {request.cookies['user']}."

    return app


def _folder():
    from pathlib import Path
    from tempfile import mkdtemp

    folder = Path(mkdtemp())
    (folder / "static").mkdir()
    (folder / "static" / "style.css").write_text("body { color: green }")
    return str(folder)


def _ask(path, user=None, method="GET"):
    from webtest import TestApp

    client = TestApp(_app())
    if user is not None:
        client.set_cookie("user", user)
    return client.request(path, method=method, expect_errors=True)


def _sent_to_login(path, method="GET"):
    response = _ask(path, method=method)
    return response.status_code == 302 and response.location.endswith("/login")


def test_public_returns_the_view():
    def view():
        return "tea"

    found = public(view)
    assert callable(found), f"`public` returned {found!r}, which is not a view."
    assert found() == "tea", f"The marked view returned {found()!r}, not 'tea'."
    assert found.__name__ == "view", (
        f"The endpoint comes from the name, and the marked view is called"
        f" {found.__name__!r} in place of 'view'."
    )


def test_who_is_not_known_has_to_log_in():
    assert _sent_to_login("/orders/"), (
        "Without a cookie /orders/ should redirect to /login; it answered"
        f" {_ask('/orders/').status}."
    )


def test_who_is_known_gets_in():
    response = _ask("/orders/", "ann")
    assert response.text == "Orders of ann.", (
        f"Ann has a cookie, and /orders/ answered {response.text!r}."
    )


def test_open_pages():
    for path, text in (("/", "Welcome."), ("/login", "Who are you?")):
        response = _ask(path)
        assert response.text == text, (
            f"{path} is public, and answered {response.status}: {response.text!r}."
        )


def test_static_files_are_open():
    response = _ask("/static/style.css")
    assert response.status_code == 200, (
        f"The style sheet should be open, and its answer was {response.status}."
    )


def test_what_leads_nowhere():
    for path, method, status in (
        ("/missing", "GET", 404),
        ("/orders/", "POST", 405),
        ("/orders", "GET", 308),
    ):
        found = _ask(path, method=method).status_code
        assert found == status, (
            f"{method} {path} leads to no view and should be {status}; it was {found}."
        )


def test_marks_are_not_shared():
    @public
    def open_view():
        return "open"

    def closed_view():
        return "closed"

    closed_view.__name__ = "open_view"
    app = _app()
    app.add_url_rule("/open", "open", open_view)
    app.add_url_rule("/closed", "closed", closed_view)
    app.add_url_rule("/staticians", "staticians", closed_view)
    app.add_url_rule("/static/orders", "static_orders", closed_view)
    from webtest import TestApp

    client = TestApp(app)
    assert client.get("/open").text == "open", "A view marked by hand was not open."
    for path in ("/closed", "/staticians", "/static/orders"):
        found = client.get(path, expect_errors=True).status_code
        assert found == 302, (
            f"The view for {path} has no mark and should redirect; it was {found}. It has"
            " the name of one that is open, so a name is not a mark."
        )
