"""The forum that chapter 17 reads, with people and talk in it."""

from secrets import token_hex

from tinybb import create_app as create_forum


def create_app(path):
    """The forum on a database at ``path``. The password of all is "tea for two"."""
    app = create_forum({"DATABASE": f"sqlite:///{path}", "SECRET_KEY": token_hex()})
    for command in ("migrate", "demo"):
        app.test_cli_runner().invoke(args=[command], catch_exceptions=False)
    return app
