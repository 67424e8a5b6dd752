"""Mounted.

Hint: Go through the prefixes, the longest first: `sorted(self.mounts, key=len,
reverse=True)`.

Hint: A prefix fits if the path is the prefix, or begins with the prefix and a slash.

Hint: `{**environ, "SCRIPT_NAME": ..., "PATH_INFO": ...}` is another environ.

Learnt: A mounted application is whole. It can be run and tested by itself, and has its
own settings, sessions and hooks, which is the trouble as well: nothing is shared, and
`url_for` of the one knows nothing of the other's pages.

In Flask: `DispatcherMiddleware` of Werkzeug, in `src/werkzeug/middleware/dispatcher.py`.

Try: Have the office redirect to a page of the shop. What has to be known for that, and by
whom?
"""


class Mounted:
    """Several WSGI applications, each below a prefix."""

    def __init__(self, default, mounts):
        self.default = default
        self.mounts = mounts

    def __call__(self, environ, start_response):
        """Have the application answer that the path belongs to."""
        path = environ.get("PATH_INFO", "")
        for prefix in sorted(self.mounts, key=len, reverse=True):
            if path == prefix or path.startswith(f"{prefix}/"):
                script_name = environ.get("SCRIPT_NAME", "") + prefix
                inner = {
                    **environ,
                    "SCRIPT_NAME": script_name,
                    "PATH_INFO": path.removeprefix(prefix),
                }
                return self.mounts[prefix](inner, start_response)
        return self.default(environ, start_response)
