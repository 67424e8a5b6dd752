"""Templates: Jinja, set up for an application."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import jinja2
from jinja2 import BaseLoader, ChoiceLoader, Template

from .ctx import has_request_context
from .globals import _app_context, _request_context, current_app, g, request, session
from .helpers import get_flashed_messages, setupmethod, stream_with_context
from .hooks import Hooks, of_request
from .signals import before_render_template, template_rendered

if TYPE_CHECKING:
    from .app import Flask
    from .config import ConfigAttribute
    from .json.provider import JSONProvider

TemplateName: TypeAlias = str | Template | list[str | Template]

Added = TypeVar("Added", bound=Callable[..., Any])

# How many pieces of a template are sent as one: each piece sent has a price.
STREAM_BUFFER = 64


# What templates see, and what they import does, too.
GLOBALS = {
    "g": g,
    "get_flashed_messages": get_flashed_messages,
    "request": request,
    "session": session,
}


class DispatchingJinjaLoader(BaseLoader):
    """Finds templates of the application, and then of its blueprints.

    Follows Flask's class of this name.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app

    def _all(self) -> ChoiceLoader:
        places = (self.app, *self.app.iter_blueprints())
        loaders = (place.jinja_loader for place in places)
        return ChoiceLoader([loader for loader in loaders if loader is not None])

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        """Return what Jinja asks of a template, or raise `TemplateNotFound`."""
        return self._all().get_source(environment, template)

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""
        return self._all().list_templates()


class Environment(jinja2.Environment):
    """A Jinja environment that knows its application. Follows Flask's of this name."""

    def __init__(self, app: Flask, **options: Any) -> None:
        options.setdefault("loader", app.create_global_jinja_loader())
        super().__init__(**options)
        self.app = app


def _registering(
    register: Callable[[Any, str | None], None], name: str | None
) -> Callable[[Added], Added]:
    """Return a decorator that hands its function to ``register``, with ``name``."""

    def decorator(function: Added) -> Added:
        register(function, name)
        return function

    return decorator


class TemplatingMixin:
    """What an application has to do with templates: it is part of `Flask`."""

    config: dict[str, Any]
    debug: ConfigAttribute
    json: JSONProvider
    template_context_processors: Hooks
    url_for: Callable[..., str]
    ensure_sync: Callable[..., Callable[..., Any]]

    # What makes the Jinja environment, and the options that it is made with.
    jinja_environment: type[Environment] = Environment
    jinja_options: Mapping[str, Any] = {}

    @cached_property
    def jinja_env(self) -> Environment:
        """The Jinja environment of the application, made when it is first needed."""
        return self.create_jinja_environment()

    def create_global_jinja_loader(self) -> DispatchingJinjaLoader:
        """Return what finds templates for the Jinja environment."""
        return DispatchingJinjaLoader(cast("Flask", self))

    def create_jinja_environment(self) -> Environment:
        """Return a Jinja environment with the application's options and names.

        Templates are read again when their file changes, if the setting
        ``TEMPLATES_AUTO_RELOAD`` says so or, where it is ``None``, while debugging.
        """
        reload = self.config["TEMPLATES_AUTO_RELOAD"]
        options = {
            "autoescape": self.select_jinja_autoescape,
            "auto_reload": self.debug if reload is None else reload,
            **self.jinja_options,
        }
        environment = self.jinja_environment(cast("Flask", self), **options)
        environment.globals.update(GLOBALS, **self.names_of_our_own())
        # Looked up when it is called: the provider may be exchanged until then.
        environment.policies["json.dumps_function"] = lambda *args, **options: (
            self.json.dumps(*args, **options)
        )
        return environment

    def names_of_our_own(self) -> dict[str, Any]:
        """Return what the templates of this application see, and no others."""
        return {"config": self.config, "url_for": self.url_for}

    def select_jinja_autoescape(self, filename: str | None) -> bool:
        """Return whether a template escapes what it prints: those of markup do.

        ``filename`` is ``None`` for a template that has no file, and escapes.
        """
        endings = (".html", ".htm", ".xml", ".xhtml", ".svg")
        return filename is None or filename.endswith(endings)

    def update_template_context(self, context: dict[str, Any]) -> None:
        """Add to ``context`` the names that every template sees, unless it has them."""
        given = dict(context)
        for function in of_request(self.template_context_processors):
            context.update(self.ensure_sync(function)())
        context.update(given)
        context.setdefault("g", _app_context().g)
        if has_request_context():
            context.setdefault("request", _request_context().request)

    @setupmethod
    def add_template_filter(
        self, f: Callable[..., Any], name: str | None = None
    ) -> None:
        """Let templates use ``f`` as a filter: ``{{ x|f }}``."""
        self.jinja_env.filters[name or f.__name__] = f

    @setupmethod
    def template_filter(self, name: str | None = None) -> Callable[[Added], Added]:
        """Register the decorated function as a filter: see `add_template_filter`."""
        return _registering(self.add_template_filter, name)

    @setupmethod
    def add_template_test(
        self, f: Callable[..., bool], name: str | None = None
    ) -> None:
        """Let templates use ``f`` as a test: ``{% if x is f %}``."""
        self.jinja_env.tests[name or f.__name__] = f

    @setupmethod
    def template_test(self, name: str | None = None) -> Callable[[Added], Added]:
        """Register the decorated function as a test: see `add_template_test`."""
        return _registering(self.add_template_test, name)

    @setupmethod
    def add_template_global(
        self, f: Callable[..., Any], name: str | None = None
    ) -> None:
        """Let templates call ``f``: ``{{ f() }}``."""
        self.jinja_env.globals[name or f.__name__] = f

    @setupmethod
    def template_global(self, name: str | None = None) -> Callable[[Added], Added]:
        """Register the decorated function as a global: see `add_template_global`."""
        return _registering(self.add_template_global, name)


def render_template(template_name_or_list: TemplateName, **context: Any) -> str:
    """Return what a template renders with the names in ``context``.

    Of a list of names the first that exists is taken. Raises `TemplateNotFound`.
    Follows ``flask.render_template``.
    """
    template = current_app.jinja_env.get_or_select_template(template_name_or_list)
    return _render(template, context)


def render_template_string(source: str, **context: Any) -> str:
    """Return what the template with the text ``source`` renders. It is escaped."""
    return _render(current_app.jinja_env.from_string(source), context)


def _begin(template: Template, context: dict[str, Any]) -> Flask:
    """Complete ``context``, tell of it, and return the application that renders."""
    app = _app_context().app
    app.update_template_context(context)
    if before_render_template.receivers:
        before_render_template.send(app, template=template, context=context)
    return app


def _render(template: Template, context: dict[str, Any]) -> str:
    app = _begin(template, context)
    text = template.render(context)
    if template_rendered.receivers:
        template_rendered.send(app, template=template, context=context)
    return text


def stream_template(
    template_name_or_list: TemplateName, **context: Any
) -> Iterator[str]:
    """Return what a template renders, in pieces, as they are made.

    Follows ``flask.stream_template``.
    """
    template = current_app.jinja_env.get_or_select_template(template_name_or_list)
    return _stream(template, context)


def stream_template_string(source: str, **context: Any) -> Iterator[str]:
    """Return what the template with the text ``source`` renders, in pieces."""
    return _stream(current_app.jinja_env.from_string(source), context)


def _stream(template: Template, context: dict[str, Any]) -> Iterator[str]:
    app = _begin(template, context)
    stream = template.stream(context)
    stream.enable_buffering(STREAM_BUFFER)

    def pieces() -> Iterator[str]:
        yield from stream
        if template_rendered.receivers:
            template_rendered.send(app, template=template, context=context)

    return stream_with_context(pieces()) if has_request_context() else pieces()
