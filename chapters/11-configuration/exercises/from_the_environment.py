"""Out of the environment.

Write the method of chapter 11 again that fills the configuration from the environment.
With `SHOP_PAGE_SIZE=5` in it, `app.config.from_prefixed_env("SHOP")` makes `PAGE_SIZE` the
number 5, and `SHOP_MAIL__host=localhost` is what `MAIL` has under `"host"`. What makes a value
of a text is the argument `loads`, by default JSON. Where it fails, the text stays. Your
method is typed into the framework of chapter 11, and judged by the chapter's tests as well.
"""

import json
import os
from unittest.mock import patch

from tinyflask import Flask

TYPE_IN = "tinyflask/config.py"


class Config:
    ...

    def from_prefixed_env(self, prefix="FLASK", *, loads=json.loads):
        """Take over the variables of the environment that begin with ``prefix`` and _."""
        raise NotImplementedError("write from_prefixed_env here")


def test_json_is_read():
    found = _read({"SHOP_SIZE": "5", "SHOP_ON": "false", "SHOP_LIST": "[1]"})
    expected = {"SIZE": 5, "ON": False, "LIST": [1]}
    assert found == expected, (
        f"5, false and [1] in the environment became {found!r}, and not {expected!r}."
    )


def test_a_text_stays_a_text():
    found = _read({"SHOP_PLACE": "shop.db", "SHOP_ON": "False"})
    expected = {"PLACE": "shop.db", "ON": "False"}
    assert found == expected, (
        f"shop.db and False are no JSON. They became {found!r}, and not {expected!r}."
    )


def test_other_variables_are_left_alone():
    found = _read({"SHOPS": "1", "SHOPPING_CART": "2", "OTHER_SHOP_X": "3"})
    assert found == {}, f"Variables without the prefix SHOP_ were read: {found!r}."


def test_two_underscores_lead_inside():
    found = _read({"SHOP_MAIL__host": "localhost", "SHOP_MAIL__port": "25"})
    expected = {"MAIL": {"host": "localhost", "port": 25}}
    assert found == expected, (
        f"SHOP_MAIL__host and SHOP_MAIL__port became {found!r}, and not {expected!r}."
    )


def test_what_was_inside_stays():
    found = _read({"SHOP_MAIL__port": "25"}, MAIL={"host": "localhost"})
    expected = {"MAIL": {"host": "localhost", "port": 25}}
    assert found == expected, (
        f"SHOP_MAIL__port, with a host there already, made {found!r}, and not"
        f" {expected!r}."
    )


def test_another_language_than_json():
    config = Flask("shop").config
    with patch.dict(os.environ, {"SHOP_SIZE": "ff", "SHOP_SIGN": "tea"}):
        config.from_prefixed_env("SHOP", loads=lambda text: int(text, 16))
    found = config["SIZE"], config["SIGN"]
    assert found == (255, "tea"), (
        f"With a `loads` for hexadecimal numbers, ff and tea became {found!r}."
    )


def test_what_is_inside_comes_after_the_whole():
    found = _read({"SHOP_MAIL__port": "25", "SHOP_MAIL": '{"port": 1, "host": "a"}'})
    expected = {"MAIL": {"port": 25, "host": "a"}}
    assert found == expected, (
        f"SHOP_MAIL and SHOP_MAIL__port, in whatever order, made {found!r}, and not"
        f" {expected!r}."
    )


def _read(environment, **settings):
    """What is new in a configuration after it has read an environment."""
    config = Flask("shop").config
    before = dict(config)
    config.update(settings)
    with patch.dict(os.environ, environment):
        config.from_prefixed_env("SHOP")
    return {name: config[name] for name in config if name not in before}
