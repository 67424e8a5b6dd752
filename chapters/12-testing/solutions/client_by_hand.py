"""A client by hand.

Hint: Write one method for a single request, and have `get` and `post` call it until the
status is no redirect. `wsgiref.util.setup_testing_defaults` fills what an environ lacks.

Hint: `SimpleCookie(header)` of `http.cookies` reads a `Set-Cookie` header, and there may be
several of them, so keep the headers as a list. What is deleted has `max-age` set to `"0"`.
The header that goes back is `a=1; b=2`, as `HTTP_COOKIE`.

Hint: A path in an environ is not quoted any more, and each of its bytes is one character:
`unquote(url.path, "latin-1")`. Of a cookie, `coded_value` is what came.

Learnt: A client is a loop around a call, with a dictionary beside it. All of its work is in
the rules: which cookie goes where, and which redirect keeps what.

In Flask: The rules are in `src/werkzeug/test.py`, in `Cookie` and `Client.resolve_redirect`.

Try: A redirect with 307 is to be repeated as it was, with its form. What does your client
need to keep?
"""

from collections import namedtuple
from http.cookies import SimpleCookie
from io import BytesIO
from urllib.parse import unquote, urlencode, urlsplit
from wsgiref.util import setup_testing_defaults

Answer = namedtuple("Answer", "status text path")


class Client:
    """Calls a WSGI application, keeps its cookies and follows its redirects."""

    def __init__(self, app):
        self.app = app
        self.cookies = {}

    def get(self, path):
        """Return the `Answer` to a GET, after all redirects: a status such as 200,
        the text, and the path that was asked last."""
        return self.follow("GET", path)

    def post(self, path, form):
        """Return the `Answer` to a form, which is a dictionary."""
        return self.follow("POST", path, urlencode(form).encode())

    def follow(self, method, path, body=b""):
        for _ in range(11):
            status, headers, text = self.call(method, path, body)
            if status not in (301, 302, 303, 307, 308):
                return Answer(status, text, urlsplit(path).path)
            [path] = [value for name, value in headers if name == "location"]
            method, body = "GET", b""
        raise RuntimeError(f"After ten redirects there is another one, to {path}.")

    def call(self, method, path, body):
        url, started = urlsplit(path), []
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(url.path, "latin-1"),
            "QUERY_STRING": url.query,
            "HTTP_COOKIE": "; ".join(f"{n}={v}" for n, v in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        setup_testing_defaults(environ)

        def start_response(status, headers, exc_info=None):
            named = [(name.lower(), value) for name, value in headers]
            started[:] = int(status[:3]), named
            return lambda data: None

        pieces = self.app(environ, start_response)
        try:
            text = b"".join(pieces).decode()
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        status, headers = started
        for name, value in headers:
            if name == "set-cookie":
                self.keep(SimpleCookie(value))
        return status, headers, text

    def keep(self, cookies):
        for name, cookie in cookies.items():
            if cookie["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = cookie.coded_value
