"""One shop in many towns.

Hint: `values.pop("town")` returns the town and takes it out.

Hint: `g.get("town")` is the town of the request, or `None`. A preprocessor of a blueprint
is called for its own views only, so other pages have none.

Hint: `app.register_blueprint(blueprint, name=town, url_prefix=..., url_defaults=...)` in
a loop.

Learnt: What differs between two registrations of one blueprint goes into the options of
`register_blueprint`, and reaches the views through a preprocessor.

In Flask: The options are the same. Its documentation has these two hooks, with a language
in place of the town, on the page "Using URL Processors".

Try: Do without `url_defaults`, with one registration and the prefix "/<town>". Which of
the tests fail, and what would a town that is not there answer?
"""

from tinyflask import Blueprint, Flask, current_app, g, url_for

STOCK = {"turku": ["tea"], "oulu": ["milk", "cups"]}


def take_town(endpoint, values):
    """Keep the town of the request in `g`."""
    g.town = values.pop("town")


def give_town(endpoint, values):
    """Have URLs lead to the town of the request."""
    town = g.get("town")
    if "." in endpoint or town is None:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "town"):
        values.setdefault("town", town)


def open_shops(app, blueprint, towns):
    """Register ``blueprint`` with ``app`` for each of the ``towns``."""
    app.url_defaults(give_town)
    for town in towns:
        app.register_blueprint(
            blueprint, name=town, url_prefix=f"/{town}", url_defaults={"town": town}
        )
