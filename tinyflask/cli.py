"""The command line: commands that run inside of an application."""

from __future__ import annotations

import code
import os
import platform
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import update_wrapper
from importlib.metadata import entry_points, version
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click
from click.core import ParameterSource
from werkzeug.serving import is_running_from_reloader, run_simple

from . import __version__
from .finding import NoAppException as NoAppException
from .finding import ScriptInfo as ScriptInfo
from .globals import current_app
from .helpers import get_debug_flag

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from .app import Flask

Function = TypeVar("Function", bound=Callable[..., Any])

pass_script_info = click.make_pass_decorator(ScriptInfo, ensure=True)


def with_appcontext(f: Function) -> Function:
    """Have a command run in the context of the application that it is for.

    Those of `AppGroup` do so by themselves. Follows ``flask.cli.with_appcontext``.
    """

    @click.pass_context
    def decorator(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        if not current_app:
            app = ctx.ensure_object(ScriptInfo).load_app()
            ctx.with_resource(app.app_context())
        return current_app.ensure_sync(f)(*args, **kwargs)

    return cast(Function, update_wrapper(decorator, f))


class AppGroup(click.Group):
    """Commands that run in the context of their application.

    ``with_appcontext=False`` makes one that does not. Follows ``flask.cli.AppGroup``.
    """

    def command(  # type: ignore[override]
        self, *args: Any, **kwargs: Any
    ) -> Callable[[Callable[..., Any]], click.Command]:
        """Make the decorated function a command. Takes click's arguments, or none."""
        if args and callable(args[0]):
            return self.command(*args[1:], **kwargs)(args[0])
        wrap = kwargs.pop("with_appcontext", True)
        decorator = super().command(*args, **kwargs)
        return lambda f: decorator(with_appcontext(f) if wrap else f)

    def group(  # type: ignore[override]
        self, *args: Any, **kwargs: Any
    ) -> Callable[[Callable[..., Any]], click.Group]:
        """Make the decorated function a group of such commands."""
        kwargs.setdefault("cls", AppGroup)
        return super().group(*args, **kwargs)  # type: ignore[no-any-return]


def _set_app(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(ScriptInfo).app_import_path = value


def _set_debug(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    # A factory may ask for it already, so it is in the environment.
    source = ctx.get_parameter_source(param.name or "")
    if source not in (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP):
        os.environ["FLASK_DEBUG"] = "1" if value else "0"


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(
            f"Python {platform.python_version()}\ntinyflask {__version__}\n"
            f"Werkzeug {version('werkzeug')}"
        )
        ctx.exit()


# It comes first, so that a program's commands are in the text of --help.
_app_option = click.Option(
    ["-A", "--app"],
    metavar="IMPORT",
    help="Where the application is: a module or a file, and after a colon its name, or"
    " a call of the function that makes it. Without this, wsgi.py or app.py, here.",
    is_eager=True,
    expose_value=False,
    callback=_set_app,
)
_debug_option = click.Option(
    ["--debug/--no-debug"],
    help="Reload what has changed, and show errors in the browser.",
    expose_value=False,
    callback=_set_debug,
)
version_option = click.Option(
    ["--version"],
    help="Show the versions of Python, tinyflask and Werkzeug.",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
)


class FlaskGroup(AppGroup):
    """The commands of whichever application is named, besides its own.

    ``add_default_commands`` are run, routes and shell. ``create_app`` makes the
    application, if it is always the same. The other arguments are those of `ScriptInfo`
    and of click. Plugins are found by the entry points ``flask.commands``. Follows
    ``flask.cli.FlaskGroup``.
    """

    def __init__(
        self,
        add_default_commands: bool = True,
        create_app: Callable[..., Flask] | None = None,
        add_version_option: bool = True,
        load_dotenv: bool = True,
        set_debug_flag: bool = True,
        **extra: Any,
    ) -> None:
        params = [*(extra.pop("params", None) or ()), _app_option, _debug_option]
        extra.setdefault("context_settings", {})
        extra["context_settings"].setdefault("auto_envvar_prefix", "FLASK")
        super().__init__(
            params=[*params, version_option] if add_version_option else params, **extra
        )
        self.create_app = create_app
        self.load_dotenv = load_dotenv
        self.set_debug_flag = set_debug_flag
        if add_default_commands:
            for command in (run_command, shell_command, routes_command):
                self.add_command(command)
        self._plugins_are_loaded = False

    def _load_plugin_commands(self) -> None:
        if not self._plugins_are_loaded:
            for plugin in entry_points(group="flask.commands"):
                self.add_command(plugin.load(), plugin.name)
        self._plugins_are_loaded = True

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command: its own, a plugin's, or one of the application's."""
        self._load_plugin_commands()
        command = super().get_command(ctx, name)
        if command is not None:
            return command
        try:
            app = ctx.ensure_object(ScriptInfo).load_app()
        except NoAppException as error:
            click.secho(f"Error: {error}\n", err=True, fg="red")
            return None
        if not current_app or current_app != app:
            ctx.with_resource(app.app_context())
        return app.cli.get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands. An application that fails has none."""
        self._load_plugin_commands()
        names = set(super().list_commands(ctx))
        try:
            names.update(
                ctx.ensure_object(ScriptInfo).load_app().cli.list_commands(ctx)
            )
        except Exception as error:
            known = isinstance(error, NoAppException)
            text = f"Error: {error}\n" if known else traceback.format_exc()
            click.secho(text, err=True, fg="red")
        return sorted(names)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Return click's context, with a `ScriptInfo` in it."""
        # `app.run` looks for this, and does nothing.
        os.environ["FLASK_RUN_FROM_CLI"] = "true"
        if "obj" not in extra and "obj" not in self.context_settings:
            extra["obj"] = ScriptInfo(
                create_app=self.create_app,
                set_debug_flag=self.set_debug_flag,
                load_dotenv_defaults=self.load_dotenv,
            )
        return super().make_context(info_name, args, parent=parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; for a text of help, the application's name before it."""
        if not args or (len(args) == 1 and args[0] in self.get_help_option_names(ctx)):
            _app_option.handle_parse_result(ctx, {}, [])
        try:
            return super().parse_args(ctx, args)
        except BaseException:
            # To write a text of help, applications' commands may have been looked up.
            ctx.close()
            raise


def _separated(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> list[str] | None:
    return value.split(os.pathsep) if value else None


def _certificate(cert: str | None, key: str | None) -> Any:
    """Return what `run_simple` takes for the options --cert and --key."""
    if key is None and cert in (None, "adhoc"):
        return cert
    if cert is not None and not os.path.isfile(cert):
        raise click.UsageError(f"There is no file {cert!r} for --cert.")
    if key is None or cert is None:
        raise click.UsageError(
            "A certificate is a file, and has a key: --cert FILE --key FILE."
            " To have one made up: --cert adhoc"
        )
    return cert, key


@click.command("run", short_help="Run a development server.", params=[_debug_option])
@click.option("--host", "-h", default="127.0.0.1", help="The interface to listen on.")
@click.option("--port", "-p", default=5000, help="The port to listen on.")
@click.option("--cert", help="A certificate, for https: a file, or 'adhoc'.")
@click.option("--key", type=click.Path(exists=True), help="The key of a certificate.")
@click.option("--reload/--no-reload", default=None, help="Start anew after a change.")
@click.option("--debugger/--no-debugger", default=None, help="Show errors to look at.")
@click.option("--with-threads/--without-threads", default=True)
@click.option("--extra-files", callback=_separated, help=f"To watch: A{os.pathsep}B")
@click.option("--exclude-patterns", callback=_separated, help="Not to watch: *.tmp")
@pass_script_info
def run_command(
    info: ScriptInfo,
    host: str,
    port: int,
    cert: str | None,
    key: str | None,
    reload: bool | None,
    debugger: bool | None,
    with_threads: bool,
    extra_files: list[str] | None,
    exclude_patterns: list[str] | None,
) -> None:
    """Serve the application, until Ctrl-C, while it is developed.

    With --debug it is loaded anew when a file changes. This server is not for
    production: use one that is made for it, such as gunicorn or waitress.
    """
    app: WSGIApplication
    certificate = _certificate(cert, key)
    try:
        app = info.load_app()
    except Exception as error:
        if not is_running_from_reloader():
            raise
        # The server stays, so that it is there again once the file is mended.
        traceback.print_exc()
        app = _always_raising(error)
    debug = get_debug_flag()
    if not is_running_from_reloader():
        click.echo(f" * Serving {info.app_import_path or 'the application'}")
        click.echo(f" * Debug mode: {'on' if debug else 'off'}")
    run_simple(
        host,
        port,
        app,
        use_reloader=debug if reload is None else reload,
        use_debugger=debug if debugger is None else debugger,
        threaded=with_threads,
        ssl_context=certificate,
        extra_files=extra_files,
        exclude_patterns=exclude_patterns,
    )


def _always_raising(error: Exception) -> WSGIApplication:
    """Return an application that raises ``error``, where a debugger can show it."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        raise error

    return app


@click.command("shell", short_help="Run Python inside of the application.")
@with_appcontext
def shell_command() -> None:
    """Run Python, with the application, `g`, and what it puts there besides."""
    names = current_app.make_shell_context()
    with suppress(ImportError):
        import readline
        from rlcompleter import Completer

        # Otherwise the names of this module would be completed.
        readline.set_completer(Completer(names).complete)
    getattr(sys, "__interactivehook__", lambda: None)()
    code.interact(
        banner=f"Python {platform.python_version()} in {current_app.import_name},"
        f" with {', '.join(sorted(names))}. Leave it with exit().",
        local=names,
    )


@click.command("routes", short_help="Show which rules there are.")
@click.option(
    "--sort",
    "-s",
    type=click.Choice(("endpoint", "methods", "domain", "rule", "match")),
    default="endpoint",
    help="The order: 'match' is that in which the rules are tried.",
)
@click.option("--all-methods", is_flag=True, help="Show HEAD and OPTIONS as well.")
@with_appcontext
def routes_command(sort: str, all_methods: bool) -> None:
    """Show the rules, with their endpoints and methods."""
    url_map, hidden = current_app.url_map, {"HEAD", "OPTIONS"}
    domain = "host" if url_map.host_matching else "subdomain"
    rows = [
        {
            "endpoint": rule.endpoint,
            "methods": ", ".join(
                sorted((rule.methods or set()) - (set() if all_methods else hidden))
            ),
            "domain": getattr(rule, domain) or "",
            "rule": rule.rule,
        }
        for rule in url_map.iter_rules()
    ]
    if not rows:
        click.echo("No routes were registered.")
        return
    heads = {name: name.title() for name in rows[0]} | {"domain": domain.title()}
    if not any(row["domain"] for row in rows):
        del heads["domain"]
    if sort in heads:
        rows.sort(key=itemgetter(sort))
    widths = {name: max(len(row[name]) for row in (heads, *rows)) for name in heads}
    for row in (heads, {name: "-" * widths[name] for name in heads}, *rows):
        click.echo("  ".join(row[name].ljust(widths[name]) for name in heads))


cli = FlaskGroup(
    name="tinyflask",
    help="Run an application, or one of its commands.",
)


def main() -> None:
    """Run the command line. This is what the program ``tinyflask`` calls."""
    cli.main()
