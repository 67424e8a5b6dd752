"""Chapter 13: one command finds your application."""

import functools
import importlib
import os
import sys
from contextlib import chdir, contextmanager
from importlib.metadata import EntryPoint
from types import ModuleType
from unittest.mock import patch

import click
import pytest
from click.testing import CliRunner

from workshop.exercises.programs import program


def part(framework, name):
    return importlib.import_module(f"{framework.__name__}.{name}")


@contextmanager
def folder_of(framework, **files):
    """A folder to be in, with modules: FRAMEWORK in their text is the framework."""
    files = {
        f"{name}.py": text.replace("FRAMEWORK", framework.__name__)
        for name, text in files.items()
    }
    with program(files) as folder, chdir(folder), patch.dict(os.environ):
        for variable in ("FLASK_APP", "FLASK_DEBUG", "FLASK_RUN_FROM_CLI"):
            os.environ.pop(variable, None)
        yield folder


HELLO = """
import click
from FRAMEWORK import Flask, current_app

app = Flask(__name__)
other = Flask("other")

@app.get("/")
def index():
    return "hello"

@app.cli.command("greet")
@click.argument("name")
@click.option("--loud", is_flag=True)
def greet(name, loud):
    '''Say hello.'''
    click.echo(f"hello {name} from {current_app.name}" + "!" * loud)

def create_app(name="made", *, size=1):
    return Flask(f"{name}{size}")

def broken():
    return 3 + "4"
"""


def ask(framework, *args, **options):
    """Run the command line, and return click's result."""
    return CliRunner().invoke(part(framework, "cli").cli, args, **options)


def module_with(**names):
    module = ModuleType("shops")
    vars(module).update(names)
    return module


def finding(framework):
    """The module that finds applications: Flask has it in `cli`."""
    return part(framework, "cli" if framework.__name__ == "flask" else "finding")


def test_a_command_runs_inside_of_its_application(framework):
    """`current_app` is there, and gone afterwards; `g` is that command's own."""
    app, seen = framework.Flask("shop"), []

    @app.cli.command("where")
    def where():
        seen.append("user" in framework.g)
        framework.g.user = "ann"
        click.echo(f"in {framework.current_app.name}")

    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["where"])
        assert (result.output, result.exit_code) == ("in shop\n", 0)
    assert seen == [False, False]
    assert not framework.has_app_context()


def test_the_context_ends_with_the_command(framework):
    """Teardown functions are called, after an error too."""
    app, told = framework.Flask("shop"), []
    app.teardown_appcontext(lambda error: told.append(error))

    @app.cli.command("count")
    @click.argument("number", type=int)
    def count(number):
        click.echo(6 // number)

    runner = app.test_cli_runner()
    assert runner.invoke(args=["count", "2"]).output == "3\n"
    assert told == [None]
    assert isinstance(runner.invoke(args=["count", "0"]).exception, ZeroDivisionError)
    assert len(told) == 2
    assert not framework.has_app_context()


def test_click_reads_the_arguments(framework):
    """What does not fit is refused before the function is called."""
    app = framework.Flask("shop")

    @app.cli.command("add")
    @click.argument("numbers", nargs=-1, type=int)
    @click.option("--times", default=1)
    def add(numbers, times):
        """Add numbers."""
        click.echo(sum(numbers) * times)

    runner = app.test_cli_runner()
    assert runner.invoke(args=["add", "1", "2", "--times", "3"]).output == "9\n"
    result = runner.invoke(args=["add", "tea"])
    assert result.exit_code == 2
    assert "tea" in result.output
    assert "Add numbers." in runner.invoke(args=["add", "--help"]).output
    assert "add" in runner.invoke(args=["--help"]).output


@pytest.mark.small_print
def test_a_command_within_a_group(framework):
    """Groups below a group run inside of the application too."""
    app = framework.Flask("shop")

    @app.cli.group("users")
    def users():
        click.echo("users:")

    @users.command("first")
    def first():
        click.echo(framework.current_app.name)

    assert isinstance(users, part(framework, "cli").AppGroup)
    assert app.test_cli_runner().invoke(args=["users", "first"]).output == (
        "users:\nshop\n"
    )


@pytest.mark.small_print
def test_a_command_that_needs_no_application(framework):
    """`with_appcontext=False` enters nothing."""
    app = framework.Flask("shop")

    @app.cli.command("alone", with_appcontext=False)
    def alone():
        click.echo(bool(framework.has_app_context()))

    assert app.test_cli_runner().invoke(args=["alone"]).output == "False\n"


@pytest.mark.small_print
@pytest.mark.differs("Flask makes no command of it, and says nothing")
def test_a_command_without_parentheses(framework):
    """The decorator works without parentheses, as click's own does."""
    app = framework.Flask("shop")

    @app.cli.command
    def where():
        click.echo(framework.current_app.name)

    assert app.test_cli_runner().invoke(args=["where"]).output == "shop\n"


def test_a_command_of_ones_own(framework):
    """`with_appcontext` is for commands that belong to no application."""

    @click.command()
    @part(framework, "cli").with_appcontext
    def where():
        click.echo(framework.current_app.name)

    runner = framework.Flask("shop").test_cli_runner()
    assert runner.invoke(where).output == "shop\n"


@pytest.mark.small_print
def test_a_runner_of_ones_own(framework):
    """`test_cli_runner_class` makes it, with the arguments that are given."""
    app = framework.Flask("shop")

    class Mine(part(framework, "testing").FlaskCliRunner):
        pass

    app.test_cli_runner_class = Mine
    runner = app.test_cli_runner(env={"TEA": "green"})
    assert isinstance(runner, Mine)
    assert runner.app is app
    app.cli.command("env")(lambda: click.echo(os.environ["TEA"]))
    assert runner.invoke(args="env").output == "green\n"


@pytest.mark.small_print
def test_script_info_has_what_it_is_given(framework):
    """A command may ask for it, and keep something in it."""
    cli = part(framework, "cli")

    @click.command()
    @cli.pass_script_info
    def keep(info):
        info.data["tea"] = "green"
        click.echo(info.load_app().name + info.data["tea"])

    app = framework.Flask("shop")
    assert app.test_cli_runner().invoke(keep).output == "shopgreen\n"
    info = cli.ScriptInfo(create_app=lambda: app, set_debug_flag=False)
    app.debug = True
    assert info.load_app() is app
    assert info.load_app() is app
    assert app.debug


def test_the_application_of_a_module(framework):
    """By its name, or because it is the only one, or by a factory."""
    find, Flask = finding(framework).find_best_app, framework.Flask
    tea, milk = Flask("tea"), Flask("milk")
    assert find(module_with(shop=tea)) is tea
    assert find(module_with(shop=tea, app=milk)) is milk
    assert find(module_with(shop=tea, application=milk)) is milk
    assert find(module_with(create_app=lambda: tea)) is tea
    with pytest.raises(finding(framework).NoAppException):
        find(module_with(shop=tea, stall=milk))


@pytest.mark.small_print
def test_a_module_without_an_application(framework):
    """Nothing is guessed, and an error of a factory is its own."""
    find, none = finding(framework).find_best_app, finding(framework).NoAppException
    app = framework.Flask("tea")
    assert find(module_with(make_app=lambda: app)) is app
    assert find(module_with(app="tea", shop=app)) is app
    for names in (
        {},
        {"app": "tea"},
        {"create_app": lambda name: app},
        {"create_app": lambda: "tea"},
        {"create_shop": lambda: app},
    ):
        with pytest.raises(none):
            find(module_with(**names))
    with pytest.raises(TypeError):
        find(module_with(create_app=lambda: 3 + "4"))


def test_an_application_by_its_name(framework):
    """A name, or a call with values that are written out."""
    find, Flask = finding(framework).find_app_by_string, framework.Flask
    app = Flask("tea")
    module = module_with(shop=app, create_app=lambda *args: Flask(f"made{args}"))
    assert find(module, "shop") is app
    assert find(module, "create_app").name == "made()"
    assert find(module, 'create_app("a", 1, [None])').name == "made('a', 1, [None])"


@pytest.mark.small_print
@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        "number",
        "shop.name",
        "shop.__class__('x')",
        "create_app(",
        "create_app(number)",
        "create_app(open('x'))",
        "create_app(1, 2, 3)",
        "create_app(color='red')",
        "[shop][0]",
        "create_app(*[1])",
        "",
    ],
)
def test_what_is_no_application(framework, text):
    """It is refused, and nothing in it is run."""
    app = framework.Flask("tea")
    module = module_with(shop=app, number=7, create_app=lambda a=1, *, size=2: app)
    module.open = lambda *args: pytest.fail("it was run")
    with pytest.raises(finding(framework).NoAppException) as raised:
        finding(framework).find_app_by_string(module, text)
    assert str(raised.value)


@pytest.mark.small_print
def test_keyword_values(framework):
    """A call may have them, and an error inside of the factory is its own."""
    find, Flask = finding(framework).find_app_by_string, framework.Flask
    module = module_with(
        create_app=lambda name, *, size: Flask(f"{name}{size}"),
        broken=lambda: 3 + "4",
    )
    assert find(module, " create_app('a', size=2) ").name == "a2"
    with pytest.raises(TypeError):
        find(module, "broken()")


def test_a_command_line(framework):
    """`--app` names a module, and then its commands are there."""
    with folder_of(framework, hello=HELLO):
        result = ask(framework, "--app", "hello", "greet", "ann")
        assert (result.output, result.exit_code) == ("hello ann from hello\n", 0)
        assert "greet" in ask(framework, "--app", "hello", "--help").output
        result = ask(framework, "--app", "hello:app", "routes")
        assert "index" in result.output
        assert "/static/" in result.output


@pytest.mark.small_print
@pytest.mark.differs("Flask stays in the context where there are no arguments")
def test_help_leaves_nothing_behind(framework):
    """To list the commands is to call none."""
    with folder_of(framework, hello=HELLO):
        assert "greet" in ask(framework, "--app", "hello", "--help").output
        assert not framework.has_app_context()
        os.environ["FLASK_APP"] = "hello"
        assert "greet" in ask(framework).output
        assert not framework.has_app_context()


@pytest.mark.small_print
def test_an_application_in_the_environment(framework):
    """`FLASK_APP` stands for `--app`, also where only help is asked for."""
    with folder_of(framework, hello=HELLO):
        os.environ["FLASK_APP"] = "hello"
        assert ask(framework, "greet", "ann").output == "hello ann from hello\n"
        assert "greet" in ask(framework, "--help").output
        assert "greet" in ask(framework).output


@pytest.mark.small_print
@pytest.mark.parametrize("name", ["app", "wsgi"])
def test_an_application_where_nothing_is_said(framework, name):
    """It is in `wsgi.py` or `app.py`, in the folder where the command is run."""
    with folder_of(framework, **{name: HELLO}):
        assert ask(framework, "greet", "ann").output == f"hello ann from {name}\n"


@pytest.mark.small_print
@pytest.mark.parametrize(
    "path", ["hello.py", "./hello.py", "parcel", "parcel/inner.py", "parcel.inner"]
)
def test_a_file_or_a_package(framework, path):
    """A module may be named by its file, inside of a package too."""
    files = {"hello": HELLO, "parcel/inner": HELLO, "parcel/__init__": HELLO}
    with folder_of(framework, **files) as folder:
        os.chdir("/" if path == "hello.py" else folder)
        if path == "hello.py":
            path = str(folder / path)
        result = ask(framework, "--app", path, "greet", "ann")
        assert result.output.startswith("hello ann from "), result.output
        result = ask(framework, "-A", f"{path}:other", "routes")
        assert "static" in result.output


@pytest.mark.small_print
def test_a_factory_with_a_decorator(framework):
    """What counts is what can be called, and not what is inside."""

    def configured(factory):
        @functools.wraps(factory)
        def wrapper():
            return factory("shop")

        return wrapper

    @configured
    def create_app(name):
        return framework.Flask(name)

    module = module_with(create_app=create_app)
    assert finding(framework).find_best_app(module).name == "shop"


@pytest.mark.small_print
def test_a_group_that_finds_commands_itself(framework):
    """A subclass may have commands, and other names, without an application."""
    cli = part(framework, "cli")

    @click.command("hello")
    def hello():
        click.echo("hello")

    class Lazy(cli.FlaskGroup):
        def get_command(self, ctx, name):
            if name == "lazy":
                return hello
            return super().get_command(ctx, {"r": "routes"}.get(name, name))

    with folder_of(framework, hello=HELLO):
        assert CliRunner().invoke(Lazy(), ["lazy"]).output == "hello\n"
        result = CliRunner().invoke(Lazy(), ["--app", "hello", "r"])
        assert "index" in result.output


@pytest.mark.small_print
def test_a_command_that_is_looked_up(framework):
    """It can be called where it was looked up, inside of its application."""
    app, seen = framework.Flask("shop"), []

    @click.command("where")
    def where():
        seen.append(framework.current_app.name)

    app.cli.add_command(where)
    group = part(framework, "cli").FlaskGroup(create_app=lambda: app)
    with folder_of(framework), group.make_context("shop", ["where"]) as ctx:
        ctx.invoke(group.get_command(ctx, "where"))
    assert seen == ["shop"]
    assert not framework.has_app_context()


@pytest.mark.small_print
def test_the_arguments_of_run(framework):
    """The port may be a text, or an empty one, as it is in an environment."""
    with patch.dict(os.environ):
        for variable in ("FLASK_DEBUG", "FLASK_RUN_FROM_CLI"):
            os.environ.pop(variable, None)
        for given, expected in (("8080", 8080), ("", 5000), (None, 5000), (0, 0)):
            app = framework.Flask("shop")
            with patch("werkzeug.serving.run_simple") as run_simple:
                app.run(port=given, debug="yes")
            assert run_simple.call_args.args[1] == expected
            assert app.debug is True


@pytest.mark.small_print
def test_what_is_said_where_there_is_none(framework):
    """Each message says what was looked for; the command's own commands are there."""
    files = {"failing": "import nowhere_at_all", "broken": "1 / 0", "hello": HELLO}
    with folder_of(framework, **files):
        for args, words in (
            (["greet"], ["--app"]),
            (["--app", "missing", "greet"], ["missing"]),
            (["--app", "missing.inner", "greet"], ["missing"]),
            (["--app", "failing", "greet"], ["failing", "nowhere_at_all"]),
            (["--app", "hello:nothing", "greet"], ["hello", "nothing"]),
            (["--app", "hello", "swim"], ["swim"]),
            (["--app", "hello", "greet"], ["Missing argument"]),
        ):
            result = ask(framework, *args)
            assert result.exit_code == 2, args
            assert all(word in result.output for word in words), result.output
        result = ask(framework, "--app", "broken", "--help")
        assert result.exit_code == 0
        assert "ZeroDivisionError" in result.output
        assert "routes" in result.output
        assert "No such" not in result.output
        result = ask(framework, "--app", "broken", "greet")
        assert isinstance(result.exception, ZeroDivisionError)


@pytest.mark.small_print
def test_the_rules_in_a_table(framework):
    """They are sorted, and hosts are shown where there are any."""
    app = framework.Flask("shop", static_folder=None)
    info = part(framework, "cli")

    def routes(*args):
        runner = app.test_cli_runner()
        output = runner.invoke(info.routes_command, list(args)).output
        return [line.split() for line in output.splitlines()]

    assert app.test_cli_runner().invoke(info.routes_command).output == (
        "No routes were registered.\n"
    )
    app.add_url_rule("/tea", "z", methods=["GET", "POST"])
    app.add_url_rule("/<name>", "a")
    assert routes() == [
        ["Endpoint", "Methods", "Rule"],
        ["--------", "---------", "-------"],
        ["a", "GET", "/<name>"],
        ["z", "GET,", "POST", "/tea"],
    ]
    assert [row[0] for row in routes("--sort", "match")[2:]] == ["z", "a"]
    assert [row[0] for row in routes("-s", "methods")[2:]] == ["a", "z"]
    assert [row[0] for row in routes("-s", "domain")[2:]] == ["z", "a"]
    assert "HEAD," in routes("--all-methods")[2]
    app.add_url_rule("/", "api", subdomain="api")
    assert routes("-s", "domain")[0] == ["Endpoint", "Methods", "Subdomain", "Rule"]
    assert routes("-s", "domain")[4] == ["api", "GET", "api", "/"]


@pytest.mark.small_print
def test_the_rules_of_hosts(framework):
    """Where hosts are matched, the column says so."""
    app = framework.Flask("shop", host_matching=True, static_folder=None)
    app.add_url_rule("/", "index", host="tea.example")
    output = app.test_cli_runner().invoke(part(framework, "cli").routes_command).output
    assert output.splitlines()[0].split() == ["Endpoint", "Methods", "Host", "Rule"]


@pytest.mark.small_print
def test_a_shell(framework):
    """It has the application, `g`, and what is put there."""
    app = framework.Flask("shop")
    app.shell_context_processor(lambda: {"tea": "green"})
    names = {}
    with patch(
        "code.interact", lambda banner="", local=None, **more: names.update(local)
    ):
        result = app.test_cli_runner().invoke(part(framework, "cli").shell_command)
    assert result.exception is None
    assert names["tea"] == "green"
    assert names["app"] is app
    assert "g" in names


def served(framework, *args, **options):
    """What `run` passes to Werkzeug's server, which is not started."""
    found = {}

    def run_simple(host, port, app, **kwargs):
        found.update(kwargs, host=host, port=port, app=app)

    with patch.object(part(framework, "cli"), "run_simple", run_simple):
        result = ask(framework, *args, **options)
    return found, result


def test_run(framework):
    """The server gets the application, and is on port 5000 of this machine alone."""
    with folder_of(framework, hello=HELLO):
        found, result = served(framework, "--app", "hello", "run")
        assert result.exit_code == 0, result.output
        assert found["app"].name == "hello"
        assert (found["host"], found["port"]) == ("127.0.0.1", 5000)
        assert not found["use_reloader"]
        assert not found["use_debugger"]
        found, _ = served(framework, "--app", "hello", "run", "--port", "7", "--debug")
        assert found["port"] == 7
        assert found["use_reloader"]
        assert found["use_debugger"]
        assert found["app"].debug


@pytest.mark.small_print
def test_all_that_run_takes(framework):
    """By options, or by variables of the environment."""
    with folder_of(framework, hello=HELLO):
        args = ["--app", "hello", "--debug", "run", "--host", "::1", "--no-reload"]
        files = os.pathsep.join(["a.txt", "b.txt"])
        args += ["--extra-files", files, "--exclude-patterns", "c", "--without-threads"]
        found, result = served(framework, *args)
        assert result.exit_code == 0, result.output
        assert found["host"] == "::1"
        assert not found["use_reloader"]
        assert found["use_debugger"]
        assert not found["threaded"]
        assert found["extra_files"] == ["a.txt", "b.txt"]
        assert found["exclude_patterns"] == ["c"]
        os.environ.pop("FLASK_DEBUG")
        settings = {"FLASK_RUN_PORT": "8", "FLASK_APP": "hello", "FLASK_DEBUG": "1"}
        with patch.dict(os.environ, settings):
            found, _ = served(framework, "run", "--no-debugger")
            assert found["port"] == 8
            assert found["use_reloader"]
            assert not found["use_debugger"]
            found, _ = served(framework, "run", "--no-debug")
            assert not found["use_reloader"]


@pytest.mark.small_print
def test_certificates(framework):
    """A file and its key, or one that is made up; anything else is refused."""
    with folder_of(framework, hello=HELLO) as folder:
        for name in ("cert.pem", "key.pem"):
            (folder / name).write_text("...")
        start = ["--app", "hello", "run"]
        pair = ["--cert", "cert.pem", "--key", "key.pem"]
        found, result = served(framework, *start, *pair)
        assert [os.path.basename(each) for each in found["ssl_context"]] == [
            "cert.pem",
            "key.pem",
        ]
        missing = ["--cert", "no.pem", "--key", "key.pem"]
        for wrong in (pair[:2], pair[2:], missing):
            found, result = served(framework, *start, *wrong)
            assert result.exit_code == 2
            assert "--cert" in result.output or "--key" in result.output
        found, result = served(framework, *start, "--cert", "cert.pem", "--key", "no")
        assert result.exit_code == 2
        assert not found


@pytest.mark.small_print
def test_a_program_that_fails_while_it_is_reloaded(framework):
    """The server stays, and raises the error for each request, where it is shown."""
    with folder_of(framework, broken="1 / 0"):
        found, result = served(framework, "--app", "broken", "run")
        assert isinstance(result.exception, ZeroDivisionError)
        assert not found
        reloading = patch.object(
            part(framework, "cli"), "is_running_from_reloader", lambda: True
        )
        with reloading:
            found, result = served(framework, "--app", "broken", "run")
        assert result.exit_code == 0
        with pytest.raises(ZeroDivisionError):
            found["app"]({}, None)


@pytest.mark.small_print
def test_run_of_an_application_does_nothing_in_a_command(framework):
    """A program that ends with `app.run()` can be imported by a command."""
    served = patch("werkzeug.serving.run_simple")
    with folder_of(framework, eager=HELLO + "\napp.run()\n"), served as run_simple:
        result = ask(framework, "--app", "eager", "greet", "ann")
        run_simple.assert_not_called()
        assert "hello ann from eager" in result.output
        assert result.exit_code == 0


@pytest.mark.small_print
def test_debugging_by_the_environment(framework):
    """`FLASK_DEBUG` is what `debug` begins with, and `run` listens to it."""
    for value, expected in (("1", True), ("0", False), ("no", False), ("False", False)):
        with patch.dict(os.environ, {"FLASK_DEBUG": value}):
            assert part(framework, "helpers").get_debug_flag() is expected
            assert framework.Flask("shop").debug is expected
    with patch.dict(os.environ):
        os.environ.pop("FLASK_DEBUG", None)
        os.environ.pop("FLASK_RUN_FROM_CLI", None)
        assert framework.Flask("shop").debug is False
        for variable, argument, expected in (
            ("1", None, True),
            ("1", False, False),
            ("0", True, True),
        ):
            os.environ["FLASK_DEBUG"] = variable
            app = framework.Flask("shop")
            app.debug = not expected
            with patch("werkzeug.serving.run_simple") as run_simple:
                app.run(debug=argument)
            assert app.debug is expected
            assert run_simple.call_args.kwargs["use_reloader"] is expected


@pytest.mark.small_print
def test_files_of_settings_are_switched_off_by_the_environment(framework):
    """`get_load_dotenv` says whether they are to be read."""
    ask_for = part(framework, "helpers").get_load_dotenv
    with patch.dict(os.environ):
        os.environ.pop("FLASK_SKIP_DOTENV", None)
        assert ask_for() is True
        assert ask_for(False) is False
        os.environ["FLASK_SKIP_DOTENV"] = "1"
        assert ask_for() is False
        os.environ["FLASK_SKIP_DOTENV"] = "no"
        assert ask_for() is True


@pytest.mark.small_print
def test_a_command_line_of_ones_own(framework):
    """`FlaskGroup` with a factory is a command line for one application."""
    with folder_of(framework):
        app = framework.Flask("shop")
        app.cli.command("where")(lambda: click.echo(framework.current_app.name))
        group = part(framework, "cli").FlaskGroup(name="shop", create_app=lambda: app)
        assert CliRunner().invoke(group, ["where"]).output == "shop\n"
        bare = part(framework, "cli").FlaskGroup(
            add_default_commands=False, add_version_option=False, create_app=lambda: app
        )
        assert "routes" not in CliRunner().invoke(bare, ["--help"]).output
        assert CliRunner().invoke(bare, ["--version"]).exit_code == 2


@pytest.mark.small_print
def test_plugins(framework):
    """An installed package's commands are there, whether or not there is a program."""
    plugin = EntryPoint("weather", "plugged:command", "flask.commands")

    @click.command()
    def command():
        click.echo("It rains.")

    plugged = module_with(command=command)
    group = part(framework, "cli").FlaskGroup(name="shop")
    with (
        folder_of(framework),
        patch.dict(sys.modules, {"plugged": plugged}),
        patch("importlib.metadata.entry_points", lambda group: [plugin]),
        patch.object(
            part(framework, "cli"), "entry_points", lambda group: [plugin], create=True
        ),
    ):
        assert CliRunner().invoke(group, ["weather"]).output == "It rains.\n"
        assert "weather" in CliRunner().invoke(group, ["--help"]).output


@pytest.mark.small_print
def test_the_versions(framework):
    """Those of Python, the framework and Werkzeug, without any application."""
    with folder_of(framework):
        lines = ask(framework, "--version").output.splitlines()
    assert [line.split()[0].lower() for line in lines] == [
        "python",
        framework.__name__,
        "werkzeug",
    ]


@pytest.mark.small_print
def test_the_commands_of_a_blueprint(framework):
    """In a group of its name, of another one, or beside the application's."""

    def output(args, group=None, own=None, **options):
        given = {} if own is None else {"cli_group": own[0]}
        part = framework.Blueprint("stock", __name__, **given)

        @part.cli.command("count")
        def count():
            click.echo(f"counted in {framework.current_app.name}")

        app = framework.Flask("shop")
        app.register_blueprint(part, **options)
        return app.test_cli_runner().invoke(args=args).output

    counted = "counted in shop\n"
    assert output(["stock", "count"]) == counted
    assert output(["things", "count"], own=["things"]) == counted
    assert output(["count"], own=[None]) == counted
    assert output(["goods", "count"], own=["things"], cli_group="goods") == counted
    assert output(["count"], own=["things"], cli_group=None) == counted
    assert output(["other", "count"], name="other") == counted


@pytest.mark.small_print
def test_the_commands_of_a_nested_blueprint(framework):
    """They are in a group of the whole name."""
    outer = framework.Blueprint("outer", __name__)
    inner = framework.Blueprint("inner", __name__)
    inner.cli.command("count")(lambda: click.echo("one"))
    outer.register_blueprint(inner)
    app = framework.Flask("shop")
    app.register_blueprint(outer)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["outer.inner", "count"]).output == "one\n"


@pytest.mark.small_print
def test_a_program_without_commands_loads_no_click(framework):
    """An application without commands has no group until it is asked for one."""
    app = framework.Flask("shop")
    app.register_blueprint(framework.Blueprint("stock", __name__))
    if framework.__name__ == "tinyflask":
        assert "cli" not in vars(app)
    assert app.cli.name == "shop"
    assert not app.cli.commands
