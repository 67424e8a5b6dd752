"""The application object."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

from werkzeug.routing import Map, MapAdapter, Rule

from .config import ConfigAttribute, Defaults, as_timedelta, settings_of
from .ctx import AppContext, RequestContext, _AppCtxGlobals
from .errors import ErrorsMixin
from .globals import _request_context
from .helpers import find_outermost_folder, setupmethod
from .hooks import HooksMixin, call_at_the_end
from .json.provider import DefaultJSONProvider, JSONProvider
from .responding import RespondingMixin
from .scaffold import Scaffold, endpoint_of
from .sessions import SecureCookieSessionInterface, SessionInterface
from .templating import TemplatingMixin
from .urls import BuildErrorHandler, URLBuildingMixin
from .wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from .blueprints import Blueprint

Teardown = TypeVar("Teardown", bound=Callable[[BaseException | None], Any])


class Flask(
    Scaffold,
    HooksMixin,
    ErrorsMixin,
    TemplatingMixin,
    URLBuildingMixin,
    RespondingMixin,
):
    """A WSGI application.

    ``import_name`` is the name of the module or package that the application belongs
    to, almost always ``__name__``. ``static_folder`` and ``template_folder`` are below
    `root_path`, or ``None``; static files are served below ``static_url_path``, by
    default the folder's name. ``instance_path`` and ``root_path`` are for when they
    cannot be derived from the import name. Raises `ValueError` for an ``instance_path``
    that is not absolute. Follows ``flask.Flask``.
    """

    # What a request and a response are. A subclass may exchange them.
    request_class: type[Request] = Request
    response_class: type[Response] = Response

    # What writes and reads JSON.
    json_provider_class: type[JSONProvider] = DefaultJSONProvider

    # What `g` is.
    app_ctx_globals_class = _AppCtxGlobals

    default_config: Mapping[str, Any] = settings_of(Defaults)

    # Whether the application is being developed.
    debug = ConfigAttribute("DEBUG")

    # Whether it is being tested: then its errors go on to whoever called it.
    testing = ConfigAttribute("TESTING")

    # What sessions are signed with, how long they last, and how they are kept.
    secret_key = ConfigAttribute("SECRET_KEY")
    permanent_session_lifetime = ConfigAttribute(
        "PERMANENT_SESSION_LIFETIME", as_timedelta
    )
    session_interface: SessionInterface = SecureCookieSessionInterface()

    # What makes a rule, and what holds the rules. A subclass may exchange them.
    url_rule_class = Rule
    url_map_class = Map

    def __init__(
        self,
        import_name: str,
        static_url_path: str | None = None,
        static_folder: str | os.PathLike[str] | None = "static",
        static_host: str | None = None,
        host_matching: bool = False,
        subdomain_matching: bool = False,
        template_folder: str | os.PathLike[str] | None = "templates",
        instance_path: str | None = None,
        root_path: str | None = None,
    ) -> None:
        super().__init__(
            import_name, static_folder, static_url_path, template_folder, root_path
        )
        if instance_path is None:
            instance_path = self.auto_find_instance_path()
        elif not os.path.isabs(instance_path):
            raise ValueError(
                f"instance_path must be absolute, and {instance_path!r} is not."
                " Pass os.path.abspath(...) of it."
            )
        self.instance_path = instance_path
        self.config = dict(self.default_config)
        self.json = self.json_provider_class(self)
        self.url_map = self.url_map_class(host_matching=host_matching)
        self.subdomain_matching = subdomain_matching
        self.blueprints: dict[str, Blueprint] = {}
        self._got_first_request = False
        # Which rule without arguments fits what was asked, since the first request.
        self._plain_rules: dict[tuple[Any, ...], Rule] = {}
        self.url_build_error_handlers: list[BuildErrorHandler] = []
        self.teardown_appcontext_funcs: list[Callable[[BaseException | None], Any]] = []
        self.shell_context_processors: list[Callable[[], dict[str, Any]]] = []
        if self.has_static_folder:
            assert bool(static_host) == host_matching, (
                "static files need static_host= with host_matching=True, and only then"
            )
            rule = f"{self.static_url_path}/<path:filename>"
            self.add_url_rule(rule, "static", self.send_static_file, host=static_host)

    @cached_property
    def name(self) -> str:  # type: ignore[override]
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

    def open_instance_resource(
        self, resource: str, mode: str = "rb", encoding: str | None = "utf-8"
    ) -> IO[Any]:
        """Open a file of this installation, for reading or writing.

        ``resource`` is a path below `instance_path`. ``encoding`` is for text modes.
        """
        path = os.path.join(self.instance_path, resource)
        return open(path, mode, encoding=None if "b" in mode else encoding)

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return for how many seconds a browser may keep a file without asking again.

        ``None``, unless the setting ``SEND_FILE_MAX_AGE_DEFAULT`` says otherwise, has
        it ask each time.
        """
        age = self.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return int(age.total_seconds()) if isinstance(age, timedelta) else age

    def _check_setup_finished(self, name: str) -> None:
        if self._got_first_request:
            raise AssertionError(
                f"{name}() was called on an application that has answered a request"
                " already. It would work for some requests and not for others. Set"
                " everything up first, and import what does it before, too."
            )

    @setupmethod
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
        strings, by default ``["GET"]``. Unless they have OPTIONS, it is added, and
        answered by the framework. ``provide_automatic_options``, if given, says only
        whether the framework answers OPTIONS, which then has to be among ``methods``.
        Other options go to `werkzeug.routing.Rule`. Raises `TypeError` for methods in a
        single string and `AssertionError` for an endpoint that is taken by another
        function.
        """
        if endpoint is None:
            endpoint = endpoint_of(view_func)
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

    @setupmethod
    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:
        """Make ``blueprint`` a part of the application.

        ``url_prefix``, ``subdomain`` and ``name`` overrule its own, ``url_defaults``
        those of its own with the same names. Raises `ValueError` for a taken name.
        """
        blueprint.register(self, options)

    def iter_blueprints(self) -> Iterable[Blueprint]:
        """Return the blueprints, in the order of their registration."""
        return self.blueprints.values()

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return the map bound to the host and path of ``request``.

        Without a request it is bound to the setting ``SERVER_NAME``, or ``None``.
        """
        server_name = self.config["SERVER_NAME"]
        if request is not None:
            environ = request.environ
            if server_name or "HTTP_UPGRADE" in environ or not environ.get("PATH_INFO"):
                return self._bound_to(environ, server_name)
            # Nearly always the request has worked all of it out already.
            return self.url_map.bind(
                request.host,
                request.root_path,
                url_scheme=request.scheme,
                default_method=request.method,
                path_info=request.path,
                query_args=request.query_string.decode(errors="replace"),
            )
        if server_name is None:
            return None
        return self.url_map.bind(
            server_name,
            self.config["APPLICATION_ROOT"],
            url_scheme=self.config["PREFERRED_URL_SCHEME"],
        )

    def _bound_to(self, environ: WSGIEnvironment, server: str | None) -> MapAdapter:
        """Return the map bound to the host that ``environ`` names."""
        if self.url_map.host_matching:
            return self.url_map.bind_to_environ(environ)
        subdomain = None if self.subdomain_matching else self.url_map.default_subdomain
        return self.url_map.bind_to_environ(environ, server, subdomain)

    def app_context(self) -> AppContext:
        """Return a context in which this application is current, without a request."""
        return AppContext(self)

    def request_context(self, environ: WSGIEnvironment) -> RequestContext:
        """Return a context in which the request in ``environ`` is current."""
        return RequestContext(self, environ)

    def test_request_context(self, *args: Any, **kwargs: Any) -> RequestContext:
        """Return a context of a request that is made up.

        Takes the arguments of `tinyflask.testing.EnvironBuilder` after the first.
        """
        from .testing import EnvironBuilder

        builder = EnvironBuilder(self, *args, **kwargs)
        try:
            return self.request_context(builder.get_environ())
        finally:
            builder.close()

    @setupmethod
    def teardown_appcontext(self, f: Teardown) -> Teardown:
        """Have the decorated function called at the end of a context.

        It gets the error that ended the work, or ``None``.
        """
        self.teardown_appcontext_funcs.append(f)
        return f

    def do_teardown_appcontext(self, exc: BaseException | None = None) -> None:
        """Call what is to be called at the end of a context, the last one first."""
        call_at_the_end(self.teardown_appcontext_funcs, exc)

    def full_dispatch_request(self) -> Response:
        """Return the response to the current request: hooks, view, and hooks again."""
        self._got_first_request = True
        try:
            rv = self.preprocess_request()
            if rv is None:
                rv = self.dispatch_request()
        except Exception as error:
            rv = self.handle_user_exception(error)
        return self.finalize_request(rv)

    def finalize_request(self, rv: Any, from_error_handler: bool = False) -> Response:
        """Return the response for what a view returned, once the hooks have seen it.

        While an error is handled, an error of a hook is logged and not raised.
        """
        response = self.make_response(rv)
        try:
            return self.process_response(response)
        except Exception:
            if not from_error_handler:
                raise
            self.logger.exception("A hook failed while an error was handled")
            return response

    def dispatch_request(self) -> Any:
        """Call the view for the current request, and return what it returns.

        Raises an `HTTPException` where no rule fits: 404, 405, or a redirect to the
        one URL that the resource has.
        """
        request = _request_context().request
        if request.routing_exception is not None:
            raise request.routing_exception
        rule, view_args = request.url_rule, request.view_args
        assert rule is not None and view_args is not None
        automatic = getattr(rule, "provide_automatic_options", False)
        if automatic and request.method == "OPTIONS":
            return self.make_default_options_response()
        return self.view_functions[rule.endpoint](**view_args)

    def make_default_options_response(self) -> Response:
        """Return the answer to OPTIONS: the methods that the current path has."""
        adapter = cast(MapAdapter, _request_context().url_adapter)
        methods = sorted(adapter.allowed_methods())
        return self.response_class(headers={"Allow": ", ".join(methods)})

    def wsgi_app(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request: the application itself, without its wrappers."""
        context = self.request_context(environ)
        error: BaseException | None = None
        try:
            try:
                context.push()
                response = self.full_dispatch_request()
            except Exception as raised:
                error = raised
                response = self.handle_exception(raised)
            return response(environ, start_response)
        except BaseException as raised:
            error = raised if error is None else error
            raise
        finally:
            context.pop(error)

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

        if debug is not None:
            self.debug = debug
        options.setdefault("use_reloader", self.debug)
        options.setdefault("use_debugger", self.debug)
        options.setdefault("threaded", True)
        run_simple(host or "127.0.0.1", 5000 if port is None else port, self, **options)
