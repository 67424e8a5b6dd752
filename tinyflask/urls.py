"""URLs: which rules a request is held against, and building them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from werkzeug.exceptions import NotFound, SecurityError
from werkzeug.routing import BuildError, Map, MapAdapter

from .config import refuse_untrusted
from .globals import _current
from .hooks import Hooks, of_endpoint
from .wrappers import Request

if TYPE_CHECKING:
    from .ctx import AppContext, RequestContext

# What may stand in the path of a URL as it is, besides letters and digits.
IN_PATHS = "!$&'()*+,/:;=@"

# What is asked for a URL that cannot be built: the error, the endpoint, the values.
BuildErrorHandler: TypeAlias = Callable[[Exception, str, dict[str, Any]], str | None]


class URLsMixin:
    """What an application knows of URLs: it is part of `Flask`."""

    config: dict[str, Any]
    url_map: Map
    subdomain_matching: bool
    url_build_error_handlers: list[BuildErrorHandler]
    url_default_functions: Hooks

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return the map bound to the host and path of ``request``.

        Without a request it is bound to the setting ``SERVER_NAME``, or ``None``.
        Raises `SecurityError` for a host that is not among ``TRUSTED_HOSTS``.
        """
        if request is None:
            server_name = self.config["SERVER_NAME"]
            if server_name is None:
                return None
            return self.url_map.bind(
                server_name,
                quote(self.config["APPLICATION_ROOT"], safe=f"{IN_PATHS}%"),
                url_scheme=self.config["PREFERRED_URL_SCHEME"],
            )
        if self.config["TRUSTED_HOSTS"] is not None:
            self._refuse_untrusted(request)
        if not self._has_been_read(request):
            return self._bound_to(request)
        return self.url_map.bind(
            request.host,
            quote(request.root_path, safe=IN_PATHS),
            url_scheme=request.scheme,
            default_method=request.method,
            path_info=request.path,
            query_args=request.query_string.decode(errors="replace"),
        )

    def _has_been_read(self, request: Request) -> bool:
        """Return whether ``request`` has read all that the map would read again.

        Nearly always it has. A request or a map of another class may read otherwise.
        """
        environ = request.environ
        return (
            type(request) is Request
            and type(self.url_map) is Map
            and not (self.config["SERVER_NAME"] or self.subdomain_matching)
            and "HTTP_UPGRADE" not in environ
            and bool(environ.get("PATH_INFO"))
        )

    def _bound_to(self, request: Request) -> MapAdapter:
        """Return the map bound to what the environ of ``request`` says."""
        server_name, subdomain = self.config["SERVER_NAME"], None
        if self.url_map.host_matching:
            server_name = None
        elif not self.subdomain_matching:
            subdomain = self.url_map.default_subdomain
        adapter = self.url_map.bind_to_environ(request.environ, server_name, subdomain)
        if type(adapter) is MapAdapter:
            adapter.script_name = quote(adapter.script_name, safe=IN_PATHS)
            if adapter.subdomain == "<invalid>":
                # The host is not below SERVER_NAME. Any rule with a variable subdomain
                # would fit.
                request.routing_exception = NotFound()
        return adapter

    def _refuse_untrusted(self, request: Request) -> None:
        try:
            refuse_untrusted(request.host, request.scheme, self.config["TRUSTED_HOSTS"])
        except SecurityError:
            # Nobody is to see it, and whoever asks for it is told.
            request.trusted_hosts = [""]
            request.__dict__.pop("host", None)
            raise

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """Return the URL of a rule that leads to ``endpoint`` and takes ``values``.

        Values that the rule has no place for become the query. ``_anchor`` is put
        behind a ``#``, and ``_method`` chooses between rules. With ``_external``, and
        whenever there is no request, the URL has a scheme and a host; ``_scheme`` is
        another scheme. Raises `BuildError` where no rule fits, `RuntimeError` where no
        host is known, and `ValueError` for a scheme in a URL without one. Follows
        ``flask.Flask.url_for``.
        """
        context = self._answering()
        if _external is None:
            _external = _scheme is not None or context is None
        if _scheme is not None and not _external:
            raise ValueError("With _scheme the URL is external: leave _external out.")
        adapter = self._adapter_for_building(context)
        if context is not None and endpoint.startswith("."):
            endpoint = self._absolute(endpoint, context.request)
        self.inject_url_defaults(endpoint, values)
        try:
            url = adapter.build(
                endpoint, values, _method, _external, url_scheme=_scheme
            )
        except BuildError as error:
            values.update(
                _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external
            )
            return self.handle_url_build_error(error, endpoint, values)
        if _anchor is not None:
            url += "#" + quote(_anchor, safe="%!#$&'()*+,/:;=?@")
        return url

    def handle_url_build_error(
        self, error: BuildError, endpoint: str, values: dict[str, Any]
    ) -> str:
        """Return the URL that one of `url_build_error_handlers` has, or raise an error.

        They are called with the arguments of this method, and return ``None`` or raise
        `BuildError` where they have none.
        """
        for handler in self.url_build_error_handlers:
            try:
                url = handler(error, endpoint, values)
            except BuildError as raised:
                error = raised
            else:
                if url is not None:
                    return url
        raise error

    def inject_url_defaults(self, endpoint: str, values: dict[str, Any]) -> None:
        """Have the functions of `url_defaults` change ``values``, before building."""
        for function in of_endpoint(self.url_default_functions, endpoint):
            function(endpoint, values)

    def _absolute(self, endpoint: str, request: Request) -> str:
        """Return the endpoint that is meant by one that begins with a dot.

        `.index` is the `index` of whatever answers, a blueprint or the application.
        """
        blueprint = request.blueprint
        return endpoint[1:] if blueprint is None else f"{blueprint}{endpoint}"

    def _answering(self) -> RequestContext | None:
        """Return the context of the request that is current, if it is asked of us."""
        for context in reversed(_current.get()):
            if context.request is not None:
                return context if context.app is self else None  # type: ignore
        return None

    def _adapter_for_building(self, context: AppContext | None) -> MapAdapter:
        """Return the map bound to what is asked, or else to our own host."""
        if context is None:
            contexts = _current.get()
            if contexts and contexts[-1].app is self:
                context = contexts[-1]
        adapter = (
            self.create_url_adapter(None) if context is None else context.url_adapter
        )
        if adapter is None:
            raise RuntimeError(
                "There is no request, so nothing says which host a URL is to lead to."
                " Set app.config['SERVER_NAME'], and where they matter"
                " 'APPLICATION_ROOT' and 'PREFERRED_URL_SCHEME' as well."
            )
        return adapter
