"""What tests need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import werkzeug.test

if TYPE_CHECKING:
    from .app import Flask


class EnvironBuilder(werkzeug.test.EnvironBuilder):
    """What makes an environ for a request to ``app`` that nobody sent.

    Where ``base_url`` is not given, host and scheme are those that are configured, or
    that ``path`` names. Takes the other arguments of Werkzeug's class, ``method``,
    ``query_string``, ``headers``, ``data`` and ``json`` among them. Follows
    ``flask.testing.EnvironBuilder``.
    """

    def __init__(
        self,
        app: Flask,
        path: str = "/",
        base_url: str | None = None,
        subdomain: str | None = None,
        url_scheme: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if base_url is None:
            url = urlsplit(path)
            host = app.config["SERVER_NAME"] or "localhost"
            host = url.netloc or (f"{subdomain}.{host}" if subdomain else host)
            scheme = url.scheme or url_scheme or app.config["PREFERRED_URL_SCHEME"]
            root = app.config["APPLICATION_ROOT"].lstrip("/")
            base_url = f"{scheme}://{host}/{root}"
            path = f"{url.path}?{url.query}" if url.query else url.path
        elif subdomain or url_scheme:
            raise TypeError("base_url names both: leave out subdomain and url_scheme.")
        self.app = app
        super().__init__(path, base_url, *args, **kwargs)

    def json_dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return ``obj`` as JSON, as the application writes it."""
        return self.app.json.dumps(obj, **kwargs)
