"""Blueprints: parts of an application, recorded now and registered later."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import update_wrapper
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from .ctx import _NOT_GIVEN
from .errors import Handler
from .helpers import setupmethod
from .hooks import Hook
from .scaffold import Scaffold
from .templating import Added, _registering

if TYPE_CHECKING:
    from .app import Flask

Deferred: TypeAlias = Callable[["BlueprintSetupState"], Any]

# What is kept by blueprint, and handed over to the application by these names.
HOOKS = (
    "url_value_preprocessors",
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "template_context_processors",
    "url_default_functions",
)


class BlueprintSetupState:
    """One registration: ``blueprint`` becomes a part of ``app``, with ``options``.

    Follows ``flask.blueprints.BlueprintSetupState``.
    """

    def __init__(
        self,
        blueprint: Blueprint,
        app: Flask,
        options: dict[str, Any],
        first_registration: bool,
    ) -> None:
        self.app = app
        self.blueprint = blueprint
        self.options = options
        self.first_registration = first_registration
        self.name = options.get("name", blueprint.name)
        self.name_prefix = options.get("name_prefix", "")
        self.url_prefix = given(options.get("url_prefix"), blueprint.url_prefix)
        self.subdomain = given(options.get("subdomain"), blueprint.subdomain)
        self.url_defaults = {
            **blueprint.url_values_defaults,
            **dict(options.get("url_defaults", ())),
        }

    @property
    def full_name(self) -> str:
        """The name, behind the names of the blueprints that this one is in."""
        return f"{self.name_prefix}.{self.name}".lstrip(".")

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        **options: Any,
    ) -> None:
        """Add a rule to the application, with the blueprint's prefix and name."""
        if self.url_prefix is not None:
            rule = joined(self.url_prefix, rule) if rule else self.url_prefix
        if endpoint is None:
            assert view_func is not None, "a rule without a view needs an endpoint"
            endpoint = view_func.__name__
        options.setdefault("subdomain", self.subdomain)
        options["defaults"] = {**self.url_defaults, **options.get("defaults", {})}
        endpoint = f"{self.full_name}.{endpoint}".lstrip(".")
        self.app.add_url_rule(rule, endpoint, view_func, **options)


def given(value: Any, default: Any) -> Any:
    """Return ``value``, or ``default`` where it is ``None``."""
    return default if value is None else value


def within(name: str, part: str | None) -> str:
    """Return the full name of a part of the blueprint ``name``; ``None`` is itself."""
    return name if part is None else f"{name}.{part}"


def joined(prefix: str, path: str) -> str:
    """Return two parts of a path with one slash between them."""
    return f"{prefix.rstrip('/')}/{path.lstrip('/')}"


class Blueprint(Scaffold):
    """A part of an application, which is recorded until it is registered with one.

    ``name`` stands before its endpoints, ``url_prefix`` before its rules, which answer
    on ``subdomain`` and have the defaults ``url_defaults`` for their values. The other
    arguments are those of `Flask`, for the blueprint's own folders. Its commands are in
    the group ``cli_group``, by default one of its name, or in none if that is ``None``.
    Raises `ValueError` for a name that is empty or has a dot. Follows
    ``flask.Blueprint``.
    """

    def __init__(
        self,
        name: str,
        import_name: str,
        static_folder: str | os.PathLike[str] | None = None,
        static_url_path: str | None = None,
        template_folder: str | os.PathLike[str] | None = None,
        url_prefix: str | None = None,
        subdomain: str | None = None,
        url_defaults: dict[str, Any] | None = None,
        root_path: str | None = None,
        cli_group: str | None = _NOT_GIVEN,
    ) -> None:
        super().__init__(
            import_name, static_folder, static_url_path, template_folder, root_path
        )
        if not name or "." in name:
            raise ValueError(f"{name!r} is no name for a blueprint: one without a dot.")
        self.name = name
        self.url_prefix = url_prefix
        self.subdomain = subdomain
        self.url_values_defaults = url_defaults or {}
        self.cli_group = cli_group
        self.deferred_functions: list[Deferred] = []
        self._blueprints: list[tuple[Blueprint, dict[str, Any]]] = []
        self._registered = False

    def _check_setup_finished(self, name: str) -> None:
        if self._registered:
            raise AssertionError(
                f"{name}() was called on the blueprint {self.name!r}, which has been"
                " registered already. What it adds now would be missing there. Call it"
                " before register_blueprint(), and import what calls it before, too."
            )

    def open_resource(
        self, resource: str, mode: str = "rb", encoding: str | None = "utf-8"
    ) -> IO[Any]:
        """Like `Flask.open_resource`, with UTF-8 for text unless told otherwise."""
        return super().open_resource(resource, mode, encoding)

    @setupmethod
    def record(self, func: Deferred) -> None:
        """Have ``func`` called with the `BlueprintSetupState` of each registration."""
        self.deferred_functions.append(func)

    @setupmethod
    def record_once(self, func: Deferred) -> None:
        """Have ``func`` called at the first registration with an application."""

        def wrapper(state: BlueprintSetupState) -> None:
            if state.first_registration:
                func(state)

        self.record(update_wrapper(wrapper, func))

    def make_setup_state(
        self, app: Flask, options: dict[str, Any], first_registration: bool = False
    ) -> BlueprintSetupState:
        """Return what the recorded functions are called with."""
        return BlueprintSetupState(self, app, options, first_registration)

    @setupmethod
    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:
        """Make ``blueprint`` a part of this one, wherever this one is registered.

        Takes the options of `Flask.register_blueprint`. Raises `ValueError` for itself.
        """
        if blueprint is self:
            raise ValueError("A blueprint cannot be a part of itself.")
        self._blueprints.append((blueprint, options))

    def register(self, app: Flask, options: dict[str, Any]) -> None:
        """Make this blueprint a part of ``app``.

        Raises `ValueError` where its name is taken.
        """
        known = any(blueprint is self for blueprint in app.blueprints.values())
        state = self.make_setup_state(app, options, first_registration=not known)
        name = state.full_name
        if name in app.blueprints:
            which = "this" if app.blueprints[name] is self else "another"
            raise ValueError(
                f"The name {name!r} is taken, by {which} blueprint. Register this one"
                " with another: register_blueprint(..., name=...)."
            )
        app.blueprints[name] = self
        self._registered = True
        if self.has_static_folder:
            rule = f"{self.static_url_path}/<path:filename>"
            state.add_url_rule(rule, "static", self.send_static_file)
        self._hand_over(app, name)
        for deferred in self.deferred_functions:
            deferred(state)
        # Who has no commands does not load what they need.
        if "cli" in vars(self) and self.cli.commands:
            self._hand_over_commands(
                app, name, options.get("cli_group", self.cli_group)
            )
        for blueprint, own in self._blueprints:
            blueprint.register(app, inner_options(state, blueprint, own))

    def _hand_over(self, app: Flask, name: str) -> None:
        """Give ``app`` the hooks and handlers that are for this blueprint alone."""
        for registry in HOOKS:
            for part, functions in getattr(self, registry).items():
                getattr(app, registry)[within(name, part)].extend(functions)
        for part, by_code in self.error_handler_spec.items():
            for code, handlers in by_code.items():
                app.error_handler_spec[within(name, part)][code].update(handlers)
        app.view_functions.update(self.view_functions)

    def _hand_over_commands(self, app: Flask, name: str, group: str | None) -> None:
        """Give ``app`` the commands, in a group, or side by side with its own."""
        if group is None:
            app.cli.commands.update(self.cli.commands)
        else:
            self.cli.name = name if group is _NOT_GIVEN else group
            app.cli.add_command(self.cli)

    @setupmethod
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Record a rule. Raises `ValueError` for an endpoint that has a dot."""
        if "." in str(endpoint or getattr(view_func, "__name__", "")):
            raise ValueError("A blueprint's name stands before its endpoints: no dots.")
        options["provide_automatic_options"] = provide_automatic_options
        self.record(
            lambda state: state.add_url_rule(rule, endpoint, view_func, **options)
        )

    @setupmethod
    def before_app_request(self, f: Hook) -> Hook:
        """Like `Flask.before_request`: for requests to the whole application."""
        self.record_once(lambda state: state.app.before_request(f))
        return f

    @setupmethod
    def after_app_request(self, f: Hook) -> Hook:
        """Like `Flask.after_request`: for requests to the whole application."""
        self.record_once(lambda state: state.app.after_request(f))
        return f

    @setupmethod
    def teardown_app_request(self, f: Hook) -> Hook:
        """Like `Flask.teardown_request`: for requests to the whole application."""
        self.record_once(lambda state: state.app.teardown_request(f))
        return f

    @setupmethod
    def app_context_processor(self, f: Hook) -> Hook:
        """Like `Flask.context_processor`: for all templates of the application."""
        self.record_once(lambda state: state.app.context_processor(f))
        return f

    @setupmethod
    def app_url_value_preprocessor(self, f: Hook) -> Hook:
        """Like `Flask.url_value_preprocessor`: for the whole application."""
        self.record_once(lambda state: state.app.url_value_preprocessor(f))
        return f

    @setupmethod
    def app_url_defaults(self, f: Hook) -> Hook:
        """Like `Flask.url_defaults`: for all URLs of the application."""
        self.record_once(lambda state: state.app.url_defaults(f))
        return f

    @setupmethod
    def app_errorhandler(
        self, code: type[Exception] | int
    ) -> Callable[[Handler], Handler]:
        """Like `Flask.errorhandler`: for errors in the whole application."""

        def decorator(f: Handler) -> Handler:
            self.record_once(lambda state: state.app.register_error_handler(code, f))
            return f

        return decorator

    @setupmethod
    def add_app_template_filter(
        self, f: Callable[..., Any], name: str | None = None
    ) -> None:
        """Like `Flask.add_template_filter`: templates have no blueprint."""
        self.record_once(lambda state: state.app.add_template_filter(f, name))

    @setupmethod
    def app_template_filter(self, name: str | None = None) -> Callable[[Added], Added]:
        """Like `Flask.template_filter`: templates have no blueprint."""
        return _registering(self.add_app_template_filter, name)

    @setupmethod
    def add_app_template_test(
        self, f: Callable[..., bool], name: str | None = None
    ) -> None:
        """Like `Flask.add_template_test`: templates have no blueprint."""
        self.record_once(lambda state: state.app.add_template_test(f, name))

    @setupmethod
    def app_template_test(self, name: str | None = None) -> Callable[[Added], Added]:
        """Like `Flask.template_test`: templates have no blueprint."""
        return _registering(self.add_app_template_test, name)

    @setupmethod
    def add_app_template_global(
        self, f: Callable[..., Any], name: str | None = None
    ) -> None:
        """Like `Flask.add_template_global`: templates have no blueprint."""
        self.record_once(lambda state: state.app.add_template_global(f, name))

    @setupmethod
    def app_template_global(self, name: str | None = None) -> Callable[[Added], Added]:
        """Like `Flask.template_global`: templates have no blueprint."""
        return _registering(self.add_app_template_global, name)


def inner_options(
    outer: BlueprintSetupState, blueprint: Blueprint, options: dict[str, Any]
) -> dict[str, Any]:
    """Return the options for ``blueprint``, which is a part of the one in ``outer``."""
    prefix = given(options.get("url_prefix"), blueprint.url_prefix)
    if prefix is None:
        prefix = outer.url_prefix
    elif outer.url_prefix is not None:
        prefix = joined(outer.url_prefix, prefix)
    subdomain = given(options.get("subdomain"), blueprint.subdomain)
    if outer.subdomain is not None:
        inner = () if subdomain is None else (subdomain,)
        subdomain = ".".join((*inner, outer.subdomain))
    return {
        **options,
        "url_prefix": prefix,
        "subdomain": subdomain,
        "name_prefix": outer.full_name,
    }
