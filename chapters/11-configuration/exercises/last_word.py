"""Who has the last word.

Below is a program with several sources of settings. Say what it prints before it runs.
Write the lines into `PRINTED`, one below the other.

You are told which lines are not what is printed, and never what is.
"""

import os
from unittest.mock import patch

from tinyflask import Flask
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


class _Shop:
    SIGN = "Tea"
    SIZE = 20
    DEBUG = True
    owner = "Ann"


class _Corner(_Shop):
    SIZE = 5


def _program():
    app = Flask("shop")
    print(app.debug)
    app.config.from_object(_Shop)
    print(app.debug, app.config["SIZE"])
    app.config.from_object(_Corner)
    print(app.config["SIGN"], app.config["SIZE"])
    app.config.from_mapping({"SIGN": "Milk", "size": 7}, SIGN="Cups")
    print(app.config["SIGN"], app.config["SIZE"])
    print("owner" in app.config)
    with patch.dict(os.environ, {"SHOP_DEBUG": "False", "SHOP_SIZE": "007"}):
        app.config.from_prefixed_env("SHOP")
    print(bool(app.debug), app.config["SIZE"] == 7)
    _Shop.SIGN = "Closed"
    print(app.config["SIGN"])
    _Shop.SIGN = "Tea"


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_the_sign():
    """The sign is not that of the class it came from at the end."""
    last = lines(PRINTED)[-1:]
    assert last not in (["Closed"], ["Tea"]), (
        f"By your last line the sign is {last[0]}, and it is another one."
    )
