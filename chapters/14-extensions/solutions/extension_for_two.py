"""An extension for two.

Hint: `self` is for what is the same for all applications. What is left of it here?

Hint: In a hook and in a view `current_app` is the application that answers. A number in a
dictionary can be changed: `current_app.extensions["counter"] += 1`.

Hint: The page is a request as well. `request.endpoint` says which rule fits, and is `None`
where none does.

Learnt: An extension is a bundle of functions that ask what is current. What it knows of an
application is in the application, and goes when that goes.

In Flask: Its documentation on extensions asks for the same.

Try: Two counters for one application, under two names. What would the constructor need?
"""

from tinyflask import current_app, request


class Counter:
    """Counts the requests of applications."""

    def __init__(self, app=None):
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        """Count the requests of ``app``."""
        app.extensions["counter"] = 0
        app.before_request(self.add)
        path = app.config.setdefault("COUNTER_PATH", "/count")
        app.add_url_rule(path, "count", self.show)

    def add(self):
        """Count one more."""
        if request.endpoint != "count":
            current_app.extensions["counter"] += 1

    def show(self):
        """The page."""
        return f"{current_app.extensions['counter']} requests to {current_app.name}"
