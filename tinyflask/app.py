"""The application object."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, TypeVar

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.wrappers import Request, Response

from .helpers import find_outermost_folder, get_root_path

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])


class Flask:
    """A WSGI application.

    ``import_name`` is the name of the module or package that the application belongs
    to, almost always ``__name__``. ``instance_path`` and ``root_path`` are folders, for
    when they cannot be derived from that name. Raises `ValueError` for an
    ``instance_path`` that is not absolute. Follows ``flask.Flask``.
    """

    # What makes a rule, and what holds the rules. A subclass may exchange them.
    url_rule_class = Rule
    url_map_class = Map

    def __init__(
        self,
        import_name: str,
        instance_path: str | None = None,
        root_path: str | None = None,
    ) -> None:
        self.import_name = import_name
        self.root_path = get_root_path(import_name) if root_path is None else root_path
        if instance_path is None:
            instance_path = self.auto_find_instance_path()
        elif not os.path.isabs(instance_path):
            raise ValueError(
                f"instance_path must be absolute, and {instance_path!r} is not."
                " Pass os.path.abspath(...) of it."
            )
        self.instance_path = instance_path
        self.url_map = self.url_map_class()
        self.view_functions: dict[str, Callable[..., Any]] = {}

    @cached_property
    def name(self) -> str:
        """What to call the application: its import name, or the file that was run."""
        if self.import_name == "__main__":
            filename: str | None = getattr(sys.modules["__main__"], "__file__", None)
            if filename is not None:
                return os.path.splitext(os.path.basename(filename))[0]
        return self.import_name

    def auto_find_instance_path(self) -> str:
        """Return the folder ``instance`` beside the outermost package or module."""
        folder = find_outermost_folder(self.import_name)
        return os.path.join(folder, "instance")

    def open_resource(
        self, resource: str, mode: str = "rb", encoding: str | None = None
    ) -> IO[Any]:
        """Open a file that came with the application, for reading.

        ``resource`` is a path below `root_path`. Raises `ValueError` for a ``mode``
        other than ``"r"``, ``"rt"`` and ``"rb"``. ``encoding`` is for the first two.
        """
        if mode not in {"r", "rt", "rb"}:
            raise ValueError(f"Resources are read only: mode {mode!r} is not for them.")
        path = os.path.join(self.root_path, resource)
        return open(path, mode, encoding=None if mode == "rb" else encoding)

    def open_instance_resource(
        self, resource: str, mode: str = "rb", encoding: str | None = "utf-8"
    ) -> IO[Any]:
        """Open a file of this installation, for reading or writing.

        ``resource`` is a path below `instance_path`. ``encoding`` is for text modes.
        """
        path = os.path.join(self.instance_path, resource)
        return open(path, mode, encoding=None if "b" in mode else encoding)

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Register the decorated function as the view for ``rule``.

        Takes the options of `add_url_rule`.
        """

        def decorator(view_func: View) -> View:
            endpoint = options.pop("endpoint", None)
            self.add_url_rule(rule, endpoint, view_func, **options)
            return view_func

        return decorator

    def get(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Like `route`, for GET alone."""
        return self._method_route("GET", rule, options)

    def post(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Like `route`, for POST alone."""
        return self._method_route("POST", rule, options)

    def put(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Like `route`, for PUT alone."""
        return self._method_route("PUT", rule, options)

    def delete(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Like `route`, for DELETE alone."""
        return self._method_route("DELETE", rule, options)

    def patch(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Like `route`, for PATCH alone."""
        return self._method_route("PATCH", rule, options)

    def _method_route(
        self, method: str, rule: str, options: dict[str, Any]
    ) -> Callable[[View], View]:
        if "methods" in options:
            raise TypeError(
                "Use route() to give methods=: this one is for a single method."
            )
        return self.route(rule, methods=[method], **options)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Add ``rule`` to the map, and the view that its endpoint stands for.

        ``endpoint`` is the function's name unless given. ``methods`` are a list of
        strings, by default ``["GET"]``; an answer to OPTIONS is added unless the view
        gives its own or ``provide_automatic_options`` is false. Other options go to
        `werkzeug.routing.Rule`. Raises `TypeError` for methods in a single string and
        `AssertionError` for an endpoint that is taken by another function.
        """
        if endpoint is None:
            assert view_func is not None, "a rule without a view needs an endpoint"
            endpoint = view_func.__name__
        methods = options.pop("methods", None)
        if methods is None:
            methods = getattr(view_func, "methods", None) or ["GET"]
        if isinstance(methods, str):
            raise TypeError(f"methods must be a list of strings: methods=[{methods!r}]")
        methods = {method.upper() for method in methods}
        methods.update(getattr(view_func, "required_methods", ()))

        automatic = provide_automatic_options
        if automatic is None:
            automatic = getattr(view_func, "provide_automatic_options", None)
        if automatic is None:
            automatic = "OPTIONS" not in methods
            if automatic:
                methods.add("OPTIONS")

        rule_object = self.url_rule_class(
            rule, endpoint=endpoint, methods=methods, **options
        )
        rule_object.provide_automatic_options = automatic  # type: ignore[attr-defined]
        if view_func is not None:
            taken_by = self.view_functions.setdefault(endpoint, view_func)
            assert taken_by == view_func, (
                f"the endpoint {endpoint!r} already stands for another function;"
                " give one of the two rules an endpoint= of its own"
            )
        self.url_map.add(rule_object)

    def endpoint(self, endpoint: str) -> Callable[[View], View]:
        """Register the decorated function as the view that ``endpoint`` stands for."""

        def decorator(view_func: View) -> View:
            self.view_functions[endpoint] = view_func
            return view_func

        return decorator

    def create_url_adapter(self, request: Request) -> MapAdapter:
        """Return the map bound to the host and path of ``request``."""
        return self.url_map.bind_to_environ(request.environ)

    def dispatch_request(self, request: Request) -> Response:
        """Find the view for ``request``, call it, and return what it says.

        Raises an `HTTPException` where no rule fits: 404, 405, or a redirect to the
        one URL that the resource has.
        """
        adapter = self.create_url_adapter(request)
        rule, arguments = adapter.match(return_rule=True)
        automatic = getattr(rule, "provide_automatic_options", False)
        if automatic and request.method == "OPTIONS":
            methods = sorted(adapter.allowed_methods())
            return Response(headers={"Allow": ", ".join(methods)})
        body = self.view_functions[rule.endpoint](**arguments)
        return Response(body, mimetype="text/html")

    def wsgi_app(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request: the application itself, without its wrappers."""
        response: WSGIApplication
        try:
            response = self.dispatch_request(Request(environ))
        except HTTPException as error:
            response = error
        return response(environ, start_response)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request. This is what a WSGI server calls."""
        return self.wsgi_app(environ, start_response)

    def run(
        self,
        host: str | None = None,
        port: int | None = None,
        debug: bool | None = None,
        **options: Any,
    ) -> None:
        """Serve the application on Werkzeug's development server until interrupted.

        ``host`` is ``127.0.0.1`` and ``port`` 5000 unless given; ``debug`` turns on the
        reloader and the debugger. Other options go to `werkzeug.serving.run_simple`.
        """
        from werkzeug.serving import run_simple

        options.setdefault("use_reloader", bool(debug))
        options.setdefault("use_debugger", bool(debug))
        options.setdefault("threaded", True)
        run_simple(host or "127.0.0.1", 5000 if port is None else port, self, **options)
