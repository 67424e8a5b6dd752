"""From the scope.

Write the function of chapter 15 again that says in WSGI's words what an ASGI server has said.
`environ_of(scope, body)` is the dictionary of a request. For a scope with the path `/café` and
the header `(b"x-shop", b"tea")`, its `PATH_INFO` is `"/caf\\xc3\\xa9"`, and its `HTTP_X_SHOP` is
`"tea"`. What the chapter builds in *What is asked* is the larger part of it. To that come:

The rest of what WSGI wants in each environ: `wsgi.version`, which is `(1, 0)`, `wsgi.errors`, a
file, `wsgi.multithread` and `wsgi.multiprocess`, which are true, and `wsgi.run_once`, which is
not. `server`, a pair of a host and a port, or `None`, is for `SERVER_NAME` and `SERVER_PORT`;
`client`, another pair, for `REMOTE_ADDR` and `REMOTE_PORT`, which are left out where there is
none. `root_path` is the `SCRIPT_NAME`. Where the path is that, or goes on below it, it is taken
off the path. `raw_path`, if the server has it, is the path in bytes, with its `%` signs; it is not for use
where somebody on the way has changed the `path`, and the two are not the same any more.
`body` is a file of bytes without a buffer around it. What a header adds is done by
`add_header(environ, name, value)`, which is there.

Your function is typed into the framework of chapter 15, and judged by the chapter's
tests as well.
"""

import io
import sys
from urllib.parse import unquote_to_bytes

from tinyflask import Request, asgi
from tinyflask.asgi import add_header

TYPE_IN = "tinyflask/asgi.py"


def environ_of(scope, body):
    """Return WSGI's dictionary for a request: what ``scope`` says, in its words."""
    raise NotImplementedError("write environ_of here")


def test_what_is_asked():
    found = _request(query_string=b"size=2", method="POST")
    assert found.method == "POST", f"For a POST the method is {found.method!r}."
    assert found.args.get("size") == "2", (
        f"For the query string size=2, `args` is {found.args.to_dict()!r}."
    )
    assert found.path == "/café", f"For the path /café it is {found.path!r}."


def test_who_is_asked():
    found = _request(scheme="https").url
    assert found == "https://tea.example/café", f"The URL of the request is {found!r}."


def test_a_websocket_begins_as_a_get():
    found = _environ(_scope(without=["method", "http_version"], type="websocket"))
    method, protocol = found["REQUEST_METHOD"], found["SERVER_PROTOCOL"]
    assert (method, protocol) == ("GET", "HTTP/1.1"), (
        "A scope that says no method and no version is one of a GET in HTTP/1.1, and"
        f" this is {method!r} in {protocol!r}."
    )


def test_the_body():
    found = _request(body=b"two bags", method="POST").get_data()
    assert found == b"two bags", (
        f"Of a body of 8 bytes, which came without its length, {found!r} was read."
    )


def test_bytes_that_are_no_text():
    found = _environ(_scope(path="/\ufffd/x", raw_path=b"/%E9%2Fx"))["PATH_INFO"]
    assert found == "/\xe9/x", f"/%E9%2Fx has become {found!r}, not '/\\xe9/x'."


def test_a_path_that_was_changed_on_the_way():
    found = _environ(_scope(path="/tea", raw_path=b"/v1/tea"))["PATH_INFO"]
    assert found == "/tea", (
        f"Where the path is /tea now, and was /v1/tea, PATH_INFO is {found!r}."
    )


def test_below_another_path():
    for path, expected in (
        ("/shop/tea", ("/shop", "/tea")),
        ("/tea", ("/shop", "/tea")),
        ("/shopping", ("/shop", "/shopping")),
    ):
        environ = _environ(_scope(path=path, root_path="/shop"))
        found = environ["SCRIPT_NAME"], environ["PATH_INFO"]
        assert found == expected, (
            f"With the root path /shop, {path} has become {found!r}, not {expected!r}."
        )


def test_who_serves_and_who_asks():
    environ = _environ(_scope(server=("10.0.0.1", 8000), client=("10.0.0.2", 5000)))
    found = [environ.get(name) for name in ("SERVER_PORT", "REMOTE_ADDR")]
    assert found == ["8000", "10.0.0.2"], (
        f"SERVER_PORT and REMOTE_ADDR are {found!r}, not ['8000', '10.0.0.2']."
    )


def test_a_server_on_a_socket_has_no_port():
    environ = _environ(_scope(server=("/run/shop", None), client=None))
    found = environ["SERVER_PORT"]
    assert isinstance(found, str) and found.isdigit(), (
        f"With a server that has no port, SERVER_PORT is {found!r}. WSGI wants a number"
        " there, as a text."
    )


def _scope(without=(), **changes):
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/café",
        "query_string": b"",
        "headers": [(b"host", b"tea.example")],
    }
    scope.update(changes)
    return {name: value for name, value in scope.items() if name not in without}


class _Body(io.RawIOBase):
    def __init__(self, data):
        self.data = data

    def readable(self):
        return True

    def readinto(self, buffer):
        piece, self.data = self.data[:3], self.data[3:]
        buffer[: len(piece)] = piece
        return len(piece)


def _environ(scope, body=b""):
    return asgi.environ_of(scope, _Body(body))


def _request(body=b"", **changes):
    return Request(_environ(_scope(**changes), body))
