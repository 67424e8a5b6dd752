"""The application object."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping
from functools import cached_property
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import proxy

from werkzeug.exceptions import Aborter, HTTPException, SecurityError
from werkzeug.routing import Map, MapAdapter, Rule

from .config import ConfigAttribute, ConfigMixin, Defaults, as_timedelta, settings_of
from .ctx import _NOT_GIVEN, AppContext, RequestContext, _AppCtxGlobals, handled
from .errors import ErrorsMixin
from .globals import _current, _request_context
from .helpers import call_at_the_end, get_debug_flag, needed, setupmethod
from .hooks import HooksMixin
from .json.provider import DefaultJSONProvider, JSONProvider
from .responding import RespondingMixin
from .scaffold import Scaffold
from .sessions import SecureCookieSessionInterface, SessionInterface
from .signals import appcontext_tearing_down, request_finished, request_started
from .templating import TemplatingMixin
from .urls import BuildErrorHandler, URLsMixin
from .wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from .asgi import ASGIApp
    from .blueprints import Blueprint
    from .testing import FlaskClient, FlaskCliRunner

Teardown = TypeVar("Teardown", bound=Callable[[BaseException | None], Any])


class Flask(
    Scaffold,
    HooksMixin,
    ErrorsMixin,
    TemplatingMixin,
    URLsMixin,
    RespondingMixin,
    ConfigMixin,
):
    """A WSGI application.

    ``import_name`` is the name of the module or package that the application belongs
    to, almost always ``__name__``. ``static_folder`` and ``template_folder`` are below
    `root_path`, or ``None``; static files are served below ``static_url_path``, by
    default the folder's name. ``instance_path`` and ``root_path`` are for when they
    cannot be derived from the import name; ``instance_relative_config`` reads files of
    settings from the former. Raises `ValueError` for an ``instance_path``
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

    # What raises errors by their code.
    aborter_class = Aborter

    # Whether a rule is answered for OPTIONS where nobody says.
    _provide_automatic_options = ConfigAttribute("PROVIDE_AUTOMATIC_OPTIONS")

    # What `test_client` returns: if ``None``, a `tinyflask.testing.FlaskClient`.
    test_client_class: type[FlaskClient] | None = None

    # What `test_cli_runner` returns: if ``None``, a `tinyflask.testing.FlaskCliRunner`.
    test_cli_runner_class: type[FlaskCliRunner] | None = None

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
        instance_relative_config: bool = False,
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
        self.config = self.make_config(instance_relative_config)
        self.json = self.json_provider_class(self)
        self.aborter = self.make_aborter()
        self.url_map = self.url_map_class(host_matching=host_matching)
        self.subdomain_matching = subdomain_matching
        self.blueprints: dict[str, Blueprint] = {}
        self._got_first_request = False
        # Which rule without arguments fits what was asked, since the first request.
        self._plain_rules: dict[tuple[Any, ...] | None, Rule] = {}
        self.url_build_error_handlers: list[BuildErrorHandler] = []
        self.teardown_appcontext_funcs: list[Callable[[BaseException | None], Any]] = []
        self.shell_context_processors: list[Callable[[], dict[str, Any]]] = []
        # What extensions keep for this application, by their names.
        self.extensions: dict[str, Any] = {}
        if self.has_static_folder:
            assert bool(static_host) == host_matching, (
                "static files need static_host= with host_matching=True, and only then"
            )
            # The application keeps the view, which must not keep the application.
            app = proxy(self)
            self.add_url_rule(
                f"{self.static_url_path}/<path:filename>",
                "static",
                lambda **values: app.send_static_file(**values),
                host=static_host,
            )

    def make_aborter(self) -> Aborter:
        """Return what `abort` calls: it knows the codes that can be raised."""
        return self.aborter_class()

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
            assert view_func is not None, "a rule without a view needs an endpoint"
            endpoint = view_func.__name__
        methods = options.pop("methods", None)
        if methods is None:
            methods = getattr(view_func, "methods", None) or ["GET"]
        if isinstance(methods, str):
            raise TypeError(f"methods must be a list of strings: methods=[{methods!r}]")
        methods = {method.upper() for method in methods}

        automatic = provide_automatic_options
        if automatic is None:
            automatic = getattr(view_func, "provide_automatic_options", None)
        if automatic is None:
            automatic = "OPTIONS" not in methods and self._provide_automatic_options
            if automatic:
                methods.add("OPTIONS")
        methods.update(getattr(view_func, "required_methods", ()))

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

    def test_client(self, use_cookies: bool = True, **kwargs: Any) -> FlaskClient:
        """Return a client that calls the application, without a server between them.

        Unless ``use_cookies`` is false, it sends the cookies back that it gets. Other
        arguments go to the client's class. Set `testing`, so that an error in a view is
        an error in the test. Follows ``flask.Flask.test_client``.
        """
        from .testing import FlaskClient

        client_class = self.test_client_class or FlaskClient
        return client_class(
            self, self.response_class, use_cookies=use_cookies, **kwargs
        )

    def test_cli_runner(self, **kwargs: Any) -> FlaskCliRunner:
        """Return what calls commands of the application, without a terminal.

        The arguments go to its class. Follows ``flask.Flask.test_cli_runner``.
        """
        from .testing import FlaskCliRunner

        return (self.test_cli_runner_class or FlaskCliRunner)(self, **kwargs)

    @setupmethod
    def teardown_appcontext(self, f: Teardown) -> Teardown:
        """Have the decorated function called at the end of a context.

        It gets the error that ended the work, or ``None``.
        """
        self.teardown_appcontext_funcs.append(f)
        return f

    def do_teardown_appcontext(self, exc: BaseException | None = _NOT_GIVEN) -> None:
        """Call what is to be called at the end of a context, the last one first.

        ``exc`` is the error that ended it: if not given, the one that is being handled.
        """
        exc = handled(exc)
        if self.teardown_appcontext_funcs:
            call_at_the_end(map(self.ensure_sync, self.teardown_appcontext_funcs), exc)
        if appcontext_tearing_down.receivers:
            appcontext_tearing_down.send(self, exc=exc)

    def full_dispatch_request(self) -> Response:
        """Return the response to the current request: hooks, view, and hooks again."""
        self._got_first_request = True
        unfit = _request_context().request.routing_exception
        try:
            if isinstance(unfit, SecurityError):
                raise unfit
            if request_started.receivers:
                request_started.send(self)
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
            response = self.process_response(response)
            if request_finished.receivers:
                request_finished.send(self, response=response)
            return response
        except HTTPException as error:
            # A hook called `abort`. If it is one that always does, once is enough.
            if from_error_handler:
                return response
            rv = self.handle_user_exception(error)
        except Exception:
            if not from_error_handler:
                raise
            self.logger.exception("A hook failed while an error was handled")
            return response
        return self.finalize_request(rv, from_error_handler=True)

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
        return self.ensure_sync(self.view_functions[rule.endpoint])(**view_args)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``func`` or, for an ``async def``, what calls it and waits for it.

        What calls a view, a hook or a handler does so through this.
        """
        return self.async_to_sync(func) if iscoroutinefunction(func) else func

    def async_to_sync(
        self, func: Callable[..., Coroutine[Any, Any, Any]]
    ) -> Callable[..., Any]:
        """Return a function that runs ``func`` on an event loop and waits for it.

        The loop is the server's, if it has one, and a new one otherwise. That function
        raises `RuntimeError` where asgiref is not installed, and when called by what
        runs on a loop itself.
        """

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            needed("asgiref.sync")
            from .asgi import on_the_loop

            return on_the_loop(func)(*args, **kwargs)

        return wrapper

    def make_default_options_response(self) -> Response:
        """Return the answer to OPTIONS: the methods that the current path has."""
        adapter = cast(MapAdapter, _request_context().url_adapter)
        response = self.response_class()
        response.allow.update(sorted(adapter.allowed_methods()))
        return response

    def wsgi_app(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request: the application itself, without its wrappers."""
        contexts, context = _current.get(), self.request_context(environ)
        error: BaseException | None = None
        try:
            try:
                context.push()
                response = self.full_dispatch_request()
            except Exception as raised:
                error = raised
                response = self.handle_exception(raised)
            return context.send(response, start_response)
        except BaseException as raised:
            error = raised if error is None else error
            raise
        finally:
            keep = environ.get("werkzeug.debug.preserve_context")
            if keep is not None:
                context.preserve(keep)
            context.end(contexts, error)
            # The error knows this frame. It would keep it, and be kept by it.
            del error

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request. This is what a WSGI server calls."""
        return self.wsgi_app(environ, start_response)

    @cached_property
    def asgi_app(self) -> ASGIApp:
        """The application as an ASGI server calls it. Raises as `async_to_sync`."""
        needed("asgiref.sync")
        from .asgi import ASGIApp

        return ASGIApp(self)

    def run(
        self,
        host: str | None = None,
        port: int | None = None,
        debug: bool | None = None,
        load_dotenv: bool = True,
        **options: Any,
    ) -> None:
        """Serve the application on Werkzeug's development server until interrupted.

        ``host`` is ``127.0.0.1`` and ``port`` 5000 unless given; ``debug`` turns on the
        reloader and the debugger, by default as ``FLASK_DEBUG`` in the environment
        says. ``load_dotenv`` changes nothing: no ``.env`` is read here. Other options
        go to `werkzeug.serving.run_simple`. Does nothing where a command of the command
        line has imported the program.
        """
        from werkzeug.serving import is_running_from_reloader, run_simple

        if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
            if not is_running_from_reloader():
                print(
                    f" * {self.name} calls run() while it is imported, which is"
                    " ignored here. Put the call below `if __name__ == '__main__':`.",
                    file=sys.stderr,
                )
            return
        if "FLASK_DEBUG" in os.environ:
            self.debug = get_debug_flag()
        if debug is not None:
            self.debug = bool(debug)
        options.setdefault("use_reloader", self.debug)
        options.setdefault("use_debugger", self.debug)
        options.setdefault("threaded", True)
        port = int(port) if port or port == 0 else 5000
        run_simple(host or "127.0.0.1", port, self, **options)
