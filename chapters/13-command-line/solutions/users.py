"""Users.

Hint: `app.cli.group("users")` is a decorator, and what it returns has a `command` of its
own. A command's context has the application: `current_app.config["USERS"]`.

Hint: `@click.argument("name")`, and `@click.option("--admin", is_flag=True)`. An error of
the user's is a `click.ClickException("...")`: click prints it and ends with status 1.

Hint: `click.confirm("...", abort=True)` asks, and ends the command where the answer is no.

Learnt: What a command takes, asks and refuses is click's. What is left is three lines of
your own for each, and they run inside of the application.

In Flask: The same program works there.

Try: Have `users add` ask for a password, twice and unseen, with `click.password_option`.
"""

import click

from tinyflask import current_app


def add_commands(app):
    """Give ``app`` the group `users`."""

    @app.cli.group("users")
    def users():
        """The users of this application."""

    @users.command("add")
    @click.argument("name")
    @click.option("--admin", is_flag=True)
    def add(name, admin):
        """Make a user."""
        known = current_app.config["USERS"]
        if name in known:
            raise click.ClickException(f"There is a user {name} already.")
        known[name] = "admin" if admin else "user"
        click.echo(f"{name} is added.")

    @users.command("list")
    def list_users():
        """Show the users."""
        for name, role in sorted(current_app.config["USERS"].items()):
            click.echo(f"{name} (admin)" if role == "admin" else name)

    @users.command("remove")
    @click.argument("name")
    @click.option("--yes", is_flag=True, help="Do not ask.")
    def remove(name, yes):
        """Remove a user."""
        known = current_app.config["USERS"]
        if name not in known:
            raise click.ClickException(f"There is no user {name}.")
        if not yes:
            click.confirm(f"Remove {name}?", abort=True)
        del known[name]
        click.echo(f"{name} is removed.")
