"""A prefix for the whole application.

Hint: Look at `environ["PATH_INFO"]`. It is below the prefix if it is the prefix, or
begins with the prefix and a slash.

Hint: Make the new dictionary with `{**environ, "SCRIPT_NAME": ..., "PATH_INFO": ...}`.
The prefix moves from the beginning of the one to the end of the other;
`str.removeprefix` helps.

Hint: What is not below it you answer yourself, as in chapter 1: `start_response("404
Not Found", headers)`, and a list with a few bytes.

Learnt: `SCRIPT_NAME` is how an application behind a proxy, or next to others, knows
what to put in front of the links that it makes.

In Flask: `DispatcherMiddleware` in `werkzeug/middleware/dispatcher.py` does this for
many applications at once. Flask's setting `APPLICATION_ROOT` is the same idea, for
links that are made outside of a request.

Try: Mount one application twice, below `/a` and below `/b`.
"""


class Mounted:
    """Middleware: serve ``wsgi_app`` below the path ``prefix``."""

    def __init__(self, wsgi_app, prefix):
        self.wsgi_app = wsgi_app
        self.prefix = prefix

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path != self.prefix and not path.startswith(f"{self.prefix}/"):
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"not here"]
        below = {
            **environ,
            "SCRIPT_NAME": environ["SCRIPT_NAME"] + self.prefix,
            "PATH_INFO": path.removeprefix(self.prefix),
        }
        return self.wsgi_app(below, start_response)
