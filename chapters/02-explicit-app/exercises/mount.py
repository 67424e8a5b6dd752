"""A prefix for the whole application.

An application is to be served below `/shop`, and should not have to know. WSGI has two
names for the path of a request: `PATH_INFO` is the part that the application is asked
for, and `SCRIPT_NAME` the part in front of it, where the application is *mounted*.

Write the middleware `Mounted`. `Mounted(wsgi_app, "/shop")` answers `/shop/tea` with
what `wsgi_app` says when `SCRIPT_NAME` ends in `/shop` and `PATH_INFO` is `/tea`. What
is not below the prefix is answered with `404 Not Found`. It is used like this:

    app.wsgi_app = Mounted(app.wsgi_app, "/shop")
"""

from webtest import TestApp

from tinyflask import Flask


class Mounted:
    """Middleware: serve ``wsgi_app`` below the path ``prefix``."""

    def __init__(self, wsgi_app, prefix):
        self.wsgi_app = wsgi_app
        self.prefix = prefix

    def __call__(self, environ, start_response):
        raise NotImplementedError("write __call__ here")


def test_a_path_below_the_prefix():
    found = _ask("/shop/tea")
    assert found == "200 /shop + /tea", (
        f"For /shop/tea the application is asked {found}."
        " It should be '200 /shop + /tea'."
    )


def test_the_prefix_itself():
    found = _ask("/shop")
    assert found == "200 /shop + ", (
        f"For /shop the application is asked {found}. Nothing is left for PATH_INFO."
        " It should be '200 /shop + '."
    )


def test_the_prefix_with_a_slash():
    found = _ask("/shop/")
    assert found == "200 /shop + /", (
        f"For /shop/ the application is asked {found}. It should be '200 /shop + /'."
    )


def test_another_path_is_not_found():
    found = _ask("/tea")
    assert found.startswith("404"), (
        f"/tea is outside of /shop, and is answered {found}. It should begin with 404."
    )


def test_a_path_that_only_begins_alike():
    found = _ask("/shopping")
    assert found.startswith("404"), (
        f"/shopping is not below /shop, and is answered {found}. A prefix ends where a"
        " slash does, or the path."
    )


def test_a_mounted_application_can_be_mounted_again():
    found = _ask("/mall/shop/tea", "/shop", "/mall")
    assert found == "200 /mall/shop + /tea", (
        f"Below /mall and /shop it is asked {found}."
        " It should be '200 /mall/shop + /tea'."
    )


def test_the_servers_environ_is_left_alone():
    """The server's environ is left alone."""
    environ = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": "/shop/tea"}
    before = dict(environ)
    Mounted(lambda environ, start_response: [], "/shop")(environ, lambda *args: None)
    assert environ == before, (
        f"The dictionary belongs to the server, which may still need it, and is {environ}"
        " now. Change a copy."
    )


def test_only_the_beginning_of_the_path_is_the_prefix():
    found = _ask("/shop/shop/tea")
    assert found == "200 /shop + /shop/tea", (
        f"For /shop/shop/tea it is asked {found}. It should be '200 /shop + /shop/tea'."
    )


def test_the_application_stays_an_application():
    app = Flask(__name__)
    app.wsgi_app = Mounted(app.wsgi_app, "/shop")
    TestApp(app).get("/shop/tea", status=404)
    assert app.name, "The object should still be a Flask application."


def _ask(path, *prefixes):
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"{environ['SCRIPT_NAME']} + {environ['PATH_INFO']}".encode()]

    for prefix in prefixes or ("/shop",):
        app = Mounted(app, prefix)
    response = TestApp(app).get(path, expect_errors=True)
    return f"{response.status_code} {response.text}"
