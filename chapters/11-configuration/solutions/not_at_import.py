"""Not when it is imported.

Hint: Whatever stands outside of functions runs once, when the module is imported. The
environment has to be read inside of `create_app`.

Hint: Three calls in the right order fill `app.config`: `from_mapping`, `from_prefixed_env`
and `from_mapping` once more.

Hint: The view cannot see `app`. `current_app.config` is that of the application that
answers.

Learnt: A module is for what is the same for every application. What may differ belongs to
the application, and a view asks for it when it runs.

In Flask: The tutorial's factory does the same, with `test_config` for what is passed.

Try: Make `price` a function that can be used without a request, in a script. What does it
need?
"""

from tinyflask import Flask, current_app


def create_app(settings=None):
    """Return an application whose only page is a price."""
    app = Flask(__name__)
    app.config.from_mapping(CURRENCY="EUR")
    app.config.from_prefixed_env("SHOP")
    app.config.from_mapping(settings or {})
    app.add_url_rule("/", "price", price)
    return app


def price():
    """The price of the tea."""
    return f"3 {current_app.config['CURRENCY']}"
