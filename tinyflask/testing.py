"""What tests need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from copy import copy
from importlib.metadata import version
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import werkzeug.test
from click.testing import CliRunner, Result
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request as BaseRequest

from .finding import ScriptInfo

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from .app import Flask
    from .sessions import SessionMixin

WERKZEUG = f"Werkzeug/{version('werkzeug')}"


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


class FlaskClient(werkzeug.test.Client):
    """Calls an application without a server, and sends its cookies back to it.

    In a ``with`` block `request`, `session` and `g` go on to stand for those of the
    last request, until the next one or the block's end. What ``environ_base`` holds is
    in every environ. Takes the arguments of Werkzeug's class, and is made by
    `tinyflask.Flask.test_client`. Follows ``flask.testing.FlaskClient``.
    """

    application: Flask

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preserve_context = False
        self._context_stack = ExitStack()
        self.environ_base = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": WERKZEUG}

    def open(
        self,
        *args: Any,
        buffered: bool = False,
        follow_redirects: bool = False,
        **kwargs: Any,
    ) -> TestResponse:
        """Send a request, and return the response.

        Takes the arguments of `EnvironBuilder` after the first, or one of these: a
        builder, an environ, or a request. With ``follow_redirects`` the response is the
        last one, and the ones before are in its ``history``; with ``buffered`` its body
        has been read. An error of the application is raised if it passes them on.
        """
        response = super().open(
            self._asked(args, kwargs),
            buffered=buffered,
            follow_redirects=follow_redirects,
        )
        response.json_module = self.application.json  # type: ignore[assignment]
        return response

    def _asked(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> BaseRequest:
        """Return the request that the arguments of `open` stand for."""
        app, base = self.application, self.environ_base
        match args:
            case [werkzeug.test.EnvironBuilder() as given, *_]:
                builder = copy(given)
                builder.environ_base = {**base, **(given.environ_base or {})}
                return builder.get_request()
            case [BaseRequest() as given, *_]:
                request = copy(given)
                request.environ = {**base, **given.environ}
                return request
            case [dict() as environ, *_]:
                builder = EnvironBuilder.from_environ(
                    environ, app=app, environ_base=base
                )
            case _:
                kwargs["environ_base"] = {**base, **kwargs.get("environ_base", {})}
                builder = EnvironBuilder(app, *args, **kwargs)
        try:
            return builder.get_request()
        finally:
            builder.close()

    def run_wsgi_app(
        self, environ: WSGIEnvironment, buffered: bool = False
    ) -> tuple[Iterable[bytes], str, Headers]:
        """Call the application, and enter what it had entered, if that is wanted."""
        self._context_stack.close()
        kept: list[AbstractContextManager[Any]] = []
        if self.preserve_context:
            environ["werkzeug.debug.preserve_context"] = kept.append
        answer = super().run_wsgi_app(environ, buffered)
        for context in kept:
            self._context_stack.enter_context(context)
        return answer

    def __enter__(self) -> Self:
        if self.preserve_context:
            raise RuntimeError(
                "This client is in a `with` block already. Use another client inside"
                " of it: app.test_client()"
            )
        self.preserve_context = True
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.preserve_context = False
        self._context_stack.close()

    @contextmanager
    def session_transaction(self, *args: Any, **kwargs: Any) -> Iterator[SessionMixin]:
        """Have the session of the client for the ``with`` block, and save it then.

        Takes the arguments of `tinyflask.Flask.test_request_context`, where the session
        depends on the request. Raises `TypeError` for a client without cookies, and
        `RuntimeError` where the application has no session.
        """
        if self._cookies is None:
            raise TypeError(
                "A client without cookies has no session."
                " Make one with app.test_client(use_cookies=True)."
            )
        app, response = self.application, self.application.response_class()
        context = app.test_request_context(*args, **kwargs)
        self._add_cookies_to_wsgi(context.request.environ)
        with context:
            session = app.session_interface.open_session(app, context.request)
        if session is None:
            raise RuntimeError(
                "The application has no session. It needs a key to sign it with: set"
                ' app.secret_key, or app.config["SECRET_KEY"].'
            )
        yield session
        if app.session_interface.is_null_session(session):
            return
        with context:
            app.session_interface.save_session(app, session, response)
        self._update_cookies_from_response(
            context.request.host.partition(":")[0],
            context.request.path,
            response.headers.getlist("Set-Cookie"),
        )


class FlaskCliRunner(CliRunner):
    """Calls commands of an application, without a terminal or another process.

    Takes the arguments of click's class, and is made by
    `tinyflask.Flask.test_cli_runner`. Follows ``flask.testing.FlaskCliRunner``.
    """

    def __init__(self, app: Flask, **kwargs: Any) -> None:
        self.app = app
        super().__init__(**kwargs)

    def invoke(  # type: ignore[override]
        self, cli: Any = None, args: Any = None, **kwargs: Any
    ) -> Result:
        """Call a command, by default the application's group, and return the result.

        ``args`` are a list of strings, or one string. The result has ``output``,
        ``exit_code`` and ``exception``. The other arguments are click's.
        """
        kwargs.setdefault("obj", ScriptInfo(create_app=lambda: self.app))
        return super().invoke(self.app.cli if cli is None else cli, args, **kwargs)
