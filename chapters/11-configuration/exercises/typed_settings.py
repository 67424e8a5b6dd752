"""A class of settings.

Take the other road: the settings are a dataclass, and its fields say which there are and of
what type. Write `from_environment(cls, prefix)`, which fills such a class from the
environment. The field `page_size` of the prefix `SHOP` is the variable `SHOP_PAGE_SIZE`.
Types are `str`, `int` and `bool`; a bool is `true` or `false`, in whatever letters. A field
without a default has to be there.

Whatever is wrong is said at once, before there is an application: raise one `ValueError`
whose text has a line for each variable that is missing or cannot be read, beginning with the
variable's name.
"""

import os
import re
from dataclasses import dataclass
from unittest.mock import patch


def from_environment(cls, prefix):
    """Return an object of the dataclass ``cls``, filled from the environment."""
    raise NotImplementedError("write from_environment here")


@dataclass(frozen=True)
class _Settings:
    database: str
    page_size: int = 20
    debug: bool = False


def test_it_is_filled():
    found = _read(SHOP_DATABASE="shop.db", SHOP_PAGE_SIZE="5", SHOP_DEBUG="true")
    expected = _Settings("shop.db", 5, True)
    assert found == expected, f"It made {found!r}, and not {expected!r}."


def test_defaults_are_kept():
    found = _read(SHOP_DATABASE="shop.db")
    expected = _Settings("shop.db")
    assert found == expected, (
        f"With SHOP_DATABASE alone it made {found!r}, and not {expected!r}."
    )


def test_a_text_is_not_read():
    found = _read(SHOP_DATABASE="5")
    assert found == _Settings("5"), f"A text that looks like a number became {found!r}."


def test_false_is_false():
    for word in ("False", "false", "FALSE", "True", "true", "TRUE"):
        found = _read(SHOP_DATABASE="shop.db", SHOP_DEBUG=word)
        assert found == _Settings("shop.db", debug=word.lower() == "true"), (
            f"With SHOP_DEBUG={word} it made {found!r}."
        )


def test_what_is_missing_is_named():
    said = _read()
    assert isinstance(said, list), f"SHOP_DATABASE is missing, and it made {said!r}."
    assert len(said) == 1 and said[0].startswith("SHOP_DATABASE"), (
        f"SHOP_DATABASE is missing, and it said {said!r}."
    )


def test_all_that_is_wrong_is_said_at_once():
    said = _read(SHOP_PAGE_SIZE="many", SHOP_DEBUG="perhaps")
    assert isinstance(said, list), f"Three variables are wrong, and it made {said!r}."
    names = sorted(re.match(r"\w*", line)[0] for line in said)
    assert names == ["SHOP_DATABASE", "SHOP_DEBUG", "SHOP_PAGE_SIZE"], (
        "Three variables are wrong, and each line is to begin with the name of one. The"
        f" lines were {said!r}."
    )


def _read(**environment):
    """What comes out of an environment: an object, or the lines of what is wrong."""
    clean = {name: os.environ[name] for name in os.environ if name[:5] != "SHOP_"}
    with patch.dict(os.environ, {**clean, **environment}, clear=True):
        try:
            return from_environment(_Settings, "SHOP")
        except ValueError as error:
            return str(error).splitlines()
