"""Users.

An application keeps its users in `app.config["USERS"]`, a dictionary from names to roles,
"user" or "admin". Give it a group of commands, `users`:

- `users add NAME` makes a user and prints `NAME is added.`, and with `--admin` an admin;
- `users list` prints the names in their order, a line for each, with ` (admin)` behind an
  admin's;
- `users remove NAME` asks first, and does nothing unless the answer is yes. With `--yes` it
  does not ask. It prints `NAME is removed.`

A name that is taken, or that there is not, is an error, and nobody is asked anything: the
command ends with a status other than 0, and its message has the name in it.

`app.cli.group(NAME)` is a decorator, as `app.cli.command` is. `click.confirm` asks, and
`click.ClickException` ends a command with a message.
"""

import click

from tinyflask import Flask, current_app


def add_commands(app):
    """Give ``app`` the group `users`."""
    raise NotImplementedError("write add_commands here")


def test_the_group():
    group = _app().cli.commands.get("users")
    found = sorted(getattr(group, "commands", {}))
    assert found == ["add", "list", "remove"], f"Below `users` there are {found}."


def test_adding():
    app = _app()
    result = _run(app, "add", "bob")
    assert result.output == "bob is added.\n", (
        f"users add bob printed {result.output!r}."
    )
    role = app.config["USERS"].get("bob")
    assert role == "user", f"After users add bob his role is {role!r}."


def test_adding_an_admin():
    app = _app()
    _run(app, "add", "--admin", "bob")
    role = app.config["USERS"].get("bob")
    assert role == "admin", f"After users add --admin bob his role is {role!r}."


def test_a_name_that_is_taken():
    app = _app()
    result = _run(app, "add", "--admin", "carl", fails=True)
    assert result.exit_code, "users add carl ended with status 0, and there is a carl."
    assert "carl" in result.output, f"The message has no name in it: {result.output!r}."
    role = app.config["USERS"]["carl"]
    assert role == "user", f"carl was there already, and his role is {role!r} now."


def test_listing():
    app = _app()
    app.config["USERS"] = {"dora": "admin", "carl": "user", "ann": "admin"}
    result = _run(app, "list")
    expected = "ann (admin)\ncarl\ndora (admin)\n"
    assert result.output == expected, f"users list printed {result.output!r}."


def test_each_application_has_its_own():
    first, second = _app(), _app()
    _run(first, "add", "bob")
    result = _run(second, "list")
    assert "bob" not in result.output, "bob was added to another application's users."


def test_removing_asks_first():
    app = _app()
    for answer in ("n", ""):
        result = _run(app, "remove", "carl", input=f"{answer}\n", fails=True)
        assert "carl" in app.config["USERS"], (
            f"The answer was {answer!r}, and carl was removed."
        )
        assert "is removed." not in result.output, (
            f"The answer was {answer!r}, and it says that carl is removed."
        )
    result = _run(app, "remove", "carl", input="y\n")
    assert "carl" not in app.config["USERS"], "The answer was yes, and carl is there."
    assert result.output.endswith("carl is removed.\n"), (
        f"The answer was yes, and it printed {result.output!r}."
    )


def test_removing_without_being_asked():
    app = _app()
    result = _run(app, "remove", "--yes", "carl", fails=True)
    assert result.output == "carl is removed.\n", (
        f"users remove --yes carl printed {result.output!r}."
    )
    assert "carl" not in app.config["USERS"], "With --yes, carl is there still."


def test_removing_somebody_who_is_not_there():
    for args in (["--yes", "zoe"], ["zoe"]):
        result = _run(_app(), "remove", *args, fails=True)
        called = f"users remove {' '.join(args)}"
        assert result.exit_code, f"{called} ended with status 0, and there is no zoe."
        assert "zoe" in result.output, (
            f"The message has no name in it: {result.output!r}."
        )
        assert "Abort" not in result.output, f"{called} has asked, and there is no zoe."


def _app():
    app = Flask("shop")
    app.config["USERS"] = {"carl": "user"}
    add_commands(app)
    return app


def _run(app, *args, fails=False, **options):
    """Call a command, and show what went wrong in it as it is."""
    result = app.test_cli_runner().invoke(args=["users", *args], **options)
    if not isinstance(result.exception, SystemExit | None):
        raise AssertionError(
            f"users {' '.join(args)} ended in a traceback, with"
            f" {result.exception!r}. End it with a message, by a click.ClickException."
        ) from result.exception
    assert fails or not result.exit_code, (
        f"users {' '.join(args)} ended with status {result.exit_code}:"
        f" {result.output.strip()!r}."
    )
    return result
