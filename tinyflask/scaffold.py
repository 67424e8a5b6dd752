"""What an application and a blueprint stand on: what belongs to a module."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any

from jinja2 import BaseLoader, FileSystemLoader

from .errors import ErrorHandler, ErrorHandlers, Handler, class_and_code
from .globals import current_app
from .helpers import (
    View,
    find_static_url_path,
    get_root_path,
    send_from_directory,
    setupmethod,
)
from .hooks import Hook, Hooks
from .wrappers import Response

if TYPE_CHECKING:
    from .cli import AppGroup


class Scaffold:
    """What belongs to the module ``import_name``, beginning with its folder.

    Follows ``flask.sansio.scaffold.Scaffold``.
    """

    def __init__(
        self,
        import_name: str,
        static_folder: str | os.PathLike[str] | None = None,
        static_url_path: str | None = None,
        template_folder: str | os.PathLike[str] | None = None,
        root_path: str | None = None,
    ) -> None:
        self.import_name = import_name
        self.root_path = get_root_path(import_name) if root_path is None else root_path
        self.view_functions: dict[str, Callable[..., Any]] = {}
        self.template_folder = template_folder
        self.static_folder = (
            None
            if static_folder is None
            else os.path.join(self.root_path, static_folder)
        )
        self.static_url_path = find_static_url_path(static_url_path, static_folder)
        self.url_value_preprocessors: Hooks = defaultdict(list)
        self.before_request_funcs: Hooks = defaultdict(list)
        self.after_request_funcs: Hooks = defaultdict(list)
        self.teardown_request_funcs: Hooks = defaultdict(list)
        self.template_context_processors: Hooks = defaultdict(list)
        self.url_default_functions: Hooks = defaultdict(list)
        self.error_handler_spec: ErrorHandlers = defaultdict(lambda: defaultdict(dict))

    @cached_property
    def name(self) -> str:
        """What to call it: its import name, or the file that was run."""
        if self.import_name == "__main__":
            filename: str | None = getattr(sys.modules["__main__"], "__file__", None)
            if filename is not None:
                return os.path.splitext(os.path.basename(filename))[0]
        return self.import_name

    @cached_property
    def cli(self) -> AppGroup:
        """The commands of it, made when they are first needed, and click with them."""
        from .cli import AppGroup

        return AppGroup(self.name)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    def _check_setup_finished(self, name: str) -> None:
        """Raise `AssertionError` where it is too late to call the method ``name``."""
        raise NotImplementedError

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

    @property
    def has_static_folder(self) -> bool:
        """Whether there is a folder of static files."""
        return self.static_folder is not None

    def send_static_file(self, filename: str) -> Response:
        """Return a response with the file ``filename`` of the static folder.

        Raises `NotFound`, 404, where there is none, or where the path leads out of it.
        """
        if self.static_folder is None:
            raise RuntimeError("There is no static folder: Flask(static_folder=...).")
        age = self.get_send_file_max_age(filename)
        response: Response = send_from_directory(
            self.static_folder, filename, max_age=age
        )
        return response

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return for how many seconds a browser may keep a file without asking again.

        ``filename`` is a path below the static folder, or the file that `send_file`
        sends. ``None``, unless the setting ``SEND_FILE_MAX_AGE_DEFAULT`` says
        otherwise, has the browser ask each time.
        """
        age = current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return int(age.total_seconds()) if isinstance(age, timedelta) else age

    @cached_property
    def jinja_loader(self) -> BaseLoader | None:
        """What finds templates: those in the template folder, by their path in it."""
        if self.template_folder is None:
            return None
        return FileSystemLoader(os.path.join(self.root_path, self.template_folder))

    @setupmethod
    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Register the decorated function as the view for ``rule``.

        Takes the options of `add_url_rule`.
        """

        def decorator(view_func: View) -> View:
            endpoint = options.pop("endpoint", None)
            self.add_url_rule(rule, endpoint, view_func, **options)
            return view_func

        return decorator

    @setupmethod
    def get(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Like `route`, for GET alone."""
        return self._method_route("GET", rule, options)

    @setupmethod
    def post(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Like `route`, for POST alone."""
        return self._method_route("POST", rule, options)

    @setupmethod
    def put(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Like `route`, for PUT alone."""
        return self._method_route("PUT", rule, options)

    @setupmethod
    def delete(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Like `route`, for DELETE alone."""
        return self._method_route("DELETE", rule, options)

    @setupmethod
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

    @setupmethod
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Add ``rule``, and the view that its endpoint stands for."""
        raise NotImplementedError

    @setupmethod
    def endpoint(self, endpoint: str) -> Callable[[View], View]:
        """Register the decorated function as the view that ``endpoint`` stands for."""

        def decorator(view_func: View) -> View:
            self.view_functions[endpoint] = view_func
            return view_func

        return decorator

    @setupmethod
    def url_value_preprocessor(self, f: Hook) -> Hook:
        """Have ``f(endpoint, view_args)`` called before anything else of a request.

        It may change ``view_args``. Both are ``None`` where no rule fits.
        """
        self.url_value_preprocessors[None].append(f)
        return f

    @setupmethod
    def before_request(self, f: Hook) -> Hook:
        """Have ``f()`` called before the view.

        If it returns anything but ``None``, that is the answer, and neither the view
        nor the functions registered after ``f`` are called.
        """
        self.before_request_funcs[None].append(f)
        return f

    @setupmethod
    def after_request(self, f: Hook) -> Hook:
        """Have ``f(response)`` called with each response; it returns what to send."""
        self.after_request_funcs[None].append(f)
        return f

    @setupmethod
    def teardown_request(self, f: Hook) -> Hook:
        """Have ``f(error)`` called at the end of each request.

        It gets the error that ended the request, or ``None``.
        """
        self.teardown_request_funcs[None].append(f)
        return f

    @setupmethod
    def context_processor(self, f: Hook) -> Hook:
        """Have ``f()`` return names for each template, in a dictionary."""
        self.template_context_processors[None].append(f)
        return f

    @setupmethod
    def url_defaults(self, f: Hook) -> Hook:
        """Have ``f(endpoint, values)`` called before a URL is built.

        It may change ``values``.
        """
        self.url_default_functions[None].append(f)
        return f

    @setupmethod
    def errorhandler(
        self, code_or_exception: type[Exception] | int
    ) -> Callable[[Handler], Handler]:
        """Have the decorated function answer a status code or a class of errors.

        It gets the error, and returns what a view may return. Raises what
        `register_error_handler` raises.
        """

        def decorator(f: Handler) -> Handler:
            self.register_error_handler(code_or_exception, f)
            return f

        return decorator

    @setupmethod
    def register_error_handler(
        self, code_or_exception: type[Exception] | int, f: ErrorHandler
    ) -> None:
        """Have ``f`` answer a status code or a class of errors.

        Raises `ValueError` or `TypeError` for what is neither.
        """
        exc_class, code = class_and_code(code_or_exception)
        self.error_handler_spec[None][code][exc_class] = f
