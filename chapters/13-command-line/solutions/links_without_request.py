"""Links without a request.

Hint: `url_for` asks the current request for the host, and where there is none, the settings
`SERVER_NAME`, `APPLICATION_ROOT` and `PREFERRED_URL_SCHEME`.

Hint: The settings are for the whole application, and its pages would have these links as
well. A request can be made up for the command alone: `current_app.test_request_context`.

Hint: Its argument `base_url` says scheme, host and path at once, and it is entered around
the loop.

Learnt: A command has an application and no request. What needs one is given one, made up
for the purpose, or the application is told its own address for good.

In Flask: The same program works there. The three settings are what its documentation
recommends for links in e-mails.

Try: Set the three settings in `create_app`. What do the pages' whole links say then?
"""

import click

from tinyflask import Flask, current_app, url_for


def create_app(home):
    """Return a shop that can be found at the URL ``home``."""
    app = Flask("shop")
    app.config["HOME"] = home
    app.add_url_rule("/", "index", index)
    app.add_url_rule("/things/<name>", "thing", lambda name: name)
    app.cli.command("remind")(remind)
    return app


def index():
    """A page with two links, one of them whole."""
    return url_for("thing", name="tea") + " " + url_for("index", _external=True)


@click.argument("names", nargs=-1)
def remind(names):
    """Write a reminder for each thing."""
    with current_app.test_request_context(base_url=current_app.config["HOME"]):
        for name in names:
            link = url_for("thing", name=name, _external=True)
            click.echo(f"There is {name}: {link}")
