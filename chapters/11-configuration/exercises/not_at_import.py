"""Not when it is imported.

This program reads its currency when it is imported, so all applications have the same, and
a test cannot change it. Mend it. The currency is the setting `CURRENCY`: by default EUR,
else what the environment has as `SHOP_CURRENCY` when the application is made, else what is
passed to `create_app`. Each application keeps its own, and the view goes on to be a function
outside of `create_app`.
"""

import os
from unittest.mock import patch

from webtest import TestApp

from tinyflask import Flask

CURRENCY = os.environ.get("SHOP_CURRENCY", "EUR")


def create_app(settings=None):
    """Return an application whose only page is a price."""
    app = Flask(__name__)
    app.add_url_rule("/", "price", price)
    return app


def price():
    """The price of the tea."""
    return f"3 {CURRENCY}"


def test_the_default():
    found = _page(create_app())
    assert found == "3 EUR", f"Without any settings the page is {found!r}, not '3 EUR'."


def test_the_environment_when_the_application_is_made():
    with patch.dict(os.environ, {"SHOP_CURRENCY": "CHF"}):
        app = create_app()
    found = _page(app)
    assert found == "3 CHF", (
        f"With SHOP_CURRENCY=CHF in the environment the page is {found!r}, not '3 CHF'."
    )


def test_what_is_passed_has_the_last_word():
    with patch.dict(os.environ, {"SHOP_CURRENCY": "CHF"}):
        found = _page(create_app({"CURRENCY": "GBP"}))
    assert found == "3 GBP", (
        f"With CHF in the environment and GBP passed the page is {found!r}, not '3 GBP'."
    )


def test_each_application_has_its_own():
    first, second = create_app({"CURRENCY": "GBP"}), create_app({"CURRENCY": "CHF"})
    found = [_page(app) for app in (first, second, first)]
    assert found == ["3 GBP", "3 CHF", "3 GBP"], (
        f"Two applications, with GBP and CHF, answered {found!r} in turns."
    )


def test_the_view_is_one_function():
    assert callable(globals().get("price")), "There is no function `price` any more."
    first, second = create_app(), create_app()
    same = first.view_functions["price"] is second.view_functions["price"]
    assert same, "Each application has another function for its page."


def test_what_an_import_has_read_is_not_used():
    with patch.dict(globals(), {"CURRENCY": "old coins"}):
        found = _page(create_app())
    assert found == "3 EUR", (
        f"What an import had read as CURRENCY is still used: the page is {found!r}."
    )


def _page(app):
    return TestApp(app).get("/").text
