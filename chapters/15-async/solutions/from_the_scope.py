"""From the scope.

Hint: WSGI's texts hold bytes, a character for each: `some_bytes.decode("latin-1")`. ASGI's
path is text already, so it is encoded first, as UTF-8.

Hint: `io.BufferedReader(body)` is a file with all the methods of one. Werkzeug reads a body
without a length only where `wsgi.input_terminated` is true.

Hint: `unquote_to_bytes(raw_path)` undoes the `%` signs, and `decode(errors="replace")`
makes of it what the server has as its `path`. `scope.get("server")` may be missing,
or `None`, or have `None` for its port.

Learnt: Both protocols say the same about a request, in other words. Where they differ, it is
about who waits, and for what.

In Flask: This is ours. In asgiref, `WsgiToAsgiInstance.build_environ` does it.

Try: Write the other direction, `scope_of(environ)`. What cannot be said?
"""

import io
import sys
from urllib.parse import unquote_to_bytes

from tinyflask.asgi import add_header


def environ_of(scope, body):
    """Return WSGI's dictionary for a request: what ``scope`` says, in its words."""
    server, port = scope.get("server") or ("localhost", None)
    root = scope.get("root_path", "").rstrip("/").encode()
    # As it was written, unless somebody on the way has put another one in its place.
    path = unquote_to_bytes(scope.get("raw_path") or b"")
    if path.decode(errors="replace") != scope["path"]:
        path = scope["path"].encode()
    # Some servers have the one in the other.
    if path == root or path.startswith(root + b"/"):
        path = path[len(root) :]
    environ = {
        "REQUEST_METHOD": scope.get("method", "GET"),
        "SCRIPT_NAME": root.decode("latin-1"),
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 80),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BufferedReader(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.get("client"):
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = map(str, scope["client"])
    for name, value in scope["headers"]:
        add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ
