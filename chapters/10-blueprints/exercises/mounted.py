"""Mounted.

Take the other road. In place of blueprints there are whole applications, and one callable
in front of them looks at the path and calls the one that it belongs to. WSGI was made for
this. `SCRIPT_NAME` in the environ is the part of the path that has led to an application,
and `PATH_INFO` the rest, which is the application's own.

Write `Mounted.__call__`.

- `Mounted(shop, {"/office": office})` has an application for everything, `shop`, and
  others below prefixes. A request for `/office` or for anything below `/office/` goes to
  `office`. One for `/officer` does not.
- Of several prefixes that fit, the longest is taken.
- For the application that is called, the prefix moves from the beginning of `PATH_INFO`
  to the end of `SCRIPT_NAME`. So it builds URLs with the prefix, without knowing of it.
- The environ that was given is not changed: the application gets another one.
"""

from webtest import TestApp

from tinyflask import Flask, request, url_for


class Mounted:
    """Several WSGI applications, each below a prefix."""

    def __init__(self, default, mounts):
        self.default = default
        self.mounts = mounts

    def __call__(self, environ, start_response):
        """Have the application answer that the path belongs to."""
        raise NotImplementedError("write __call__ here")


def _app(name):
    app = Flask(name, root_path=".", static_folder=None)

    @app.get("/")
    def index():
        return f"{name}: {request.script_root} {request.path} {url_for('page')}"

    @app.get("/page")
    def page():
        return f"{name}'s page"

    return app


def _client():
    return TestApp(
        Mounted(
            _app("shop"),
            {
                "/office": _app("office"),
                "/office/archive": _app("archive"),
                "/b": _app("branch"),
            },
        )
    )


def _answer(client, path):
    """The text of a page, or the status of an error."""
    response = client.get(path, expect_errors=True)
    return response.text if response.status_code == 200 else response.status


def test_the_default():
    found = _answer(_client(), "/")
    assert found == "shop:  / /page", f"/ should go to the shop; it answered {found!r}."


def test_below_a_prefix():
    client = _client()
    for path, expected in (
        ("/office/page", "office's page"),
        ("/b/page", "branch's page"),
        ("/page", "shop's page"),
    ):
        found = _answer(client, path)
        assert found == expected, f"{path} was answered {found!r}, not {expected!r}."


def test_the_prefix_moves():
    found = _answer(_client(), "/office/")
    expected = "office: /office / /office/page"
    assert found == expected, (
        f"In the office the root, the path and a URL are {found!r}, in place of"
        f" {expected!r}."
    )


def test_the_longest_prefix():
    found = _answer(_client(), "/office/archive/page")
    assert found == "archive's page", f"/office/archive/page: {found!r}"


def test_the_longest_prefix_in_any_order():
    mounts = {"/office/archive": _app("archive"), "/office": _app("office")}
    client = TestApp(Mounted(_app("shop"), mounts))
    found = _answer(client, "/office/archive/page")
    assert found == "archive's page", f"Mounted first, /office/archive/page: {found!r}"


def _called(path):
    """Who was called for ``path``, with which SCRIPT_NAME and PATH_INFO."""
    calls = []

    def application(name):
        def answer(environ, start_response):
            calls.append((name, environ["SCRIPT_NAME"], environ["PATH_INFO"]))
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b""]

        return answer

    mounts = {"/office": application("office"), "/b": application("branch")}
    TestApp(Mounted(application("shop"), mounts)).get(path)
    (call,) = calls
    return call


def test_a_prefix_is_a_whole_part():
    for path in ("/officer", "/office2/page", "/bb/page"):
        found = _called(path)
        assert found == ("shop", "", path), (
            f"{path} belongs to the shop. Called was {found[0]!r}, with SCRIPT_NAME"
            f" {found[1]!r} and PATH_INFO {found[2]!r}."
        )


def test_the_prefix_alone():
    found = _called("/office")
    assert found == ("office", "/office", ""), (
        f"For /office, SCRIPT_NAME and PATH_INFO became {found[1:]}, not"
        " ('/office', '')."
    )


def test_the_prefix_is_taken_once():
    found = _called("/office/office/b")
    assert found == ("office", "/office", "/office/b"), (
        f"For /office/office/b, SCRIPT_NAME and PATH_INFO became {found[1:]}, not"
        " ('/office', '/office/b')."
    )


def test_mounts_nest():
    inner = Mounted(_app("office"), {"/archive": _app("archive")})
    client = TestApp(Mounted(_app("shop"), {"/office": inner}))
    found = _answer(client, "/office/archive/")
    expected = "archive: /office/archive / /office/archive/page"
    assert found == expected, f"A mount in a mount: {found!r}, not {expected!r}."


def test_the_environ_is_left_alone():
    environ = {
        "PATH_INFO": "/office/page",
        "SCRIPT_NAME": "/root",
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
    }
    before = dict(environ)
    mounted = Mounted(_app("shop"), {"/office": _app("office")})
    list(mounted(environ, lambda status, headers: None))
    changed = {key for key in before if environ.get(key) != before[key]}
    assert not changed, f"These were changed in the environ that was given: {changed}."
