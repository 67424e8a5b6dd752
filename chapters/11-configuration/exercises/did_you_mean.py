"""Did you mean.

A dictionary takes any name, and a setting with a typing error is missed by nobody. Write
`check(config, known)`, which a factory calls when it has filled its configuration. A
setting is known where the framework has a default for it, in `Flask.default_config`, or
where its name is in `known`. For settings that are not, `check` raises a `ValueError` that
names each, and behind it the known name that it looks like, if there is one:

    SESION_COOKIE_SECURE (did you mean SESSION_COOKIE_SECURE?), XYZZY

If all are known, nothing happens.
"""

from tinyflask import Flask


def check(config, known):
    """Raise `ValueError` for settings that nobody knows."""
    raise NotImplementedError("write check here")


def test_known_settings_are_fine():
    app = Flask("shop")
    app.config.from_mapping(DATABASE="shop.db", DEBUG=True)
    said = _said(app.config, ["DATABASE"])
    assert said is None, f"DATABASE is known and DEBUG is Flask's, and it said: {said}"


def test_an_unknown_setting_is_named():
    app = Flask("shop")
    app.config.from_mapping(XYZZY=1)
    said = _said(app.config, ["DATABASE"])
    assert said is not None, "XYZZY is a setting that nobody knows, and all was fine."
    assert "XYZZY" in said, f"XYZZY is not known, and it said: {said}"
    assert "did you mean" not in said, (
        f"There is no setting that looks like XYZZY, and it said: {said}"
    )


def test_a_typing_error_in_a_setting_of_the_framework():
    app = Flask("shop")
    app.config.from_mapping(SESION_COOKIE_SECURE=True)
    said = _said(app.config, []) or "nothing"
    expected = "SESION_COOKIE_SECURE (did you mean SESSION_COOKIE_SECURE?)"
    assert expected in said, f"It said: {said}. It should say: {expected}"


def test_a_typing_error_in_a_setting_of_your_own():
    app = Flask("shop")
    app.config.from_mapping(DATBASE="shop.db")
    said = _said(app.config, ["DATABASE", "PAGE_SIZE"]) or "nothing"
    expected = "DATBASE (did you mean DATABASE?)"
    assert expected in said, f"It said: {said}. It should say: {expected}"
    assert "PAGE_SIZE" not in said, f"PAGE_SIZE does not look like DATBASE: {said}"


def test_all_of_them_are_named_at_once():
    app = Flask("shop")
    app.config.from_mapping(XYZZY=1, PAGE_SISE=5)
    said = _said(app.config, ["PAGE_SIZE"]) or "nothing"
    for name in ("XYZZY", "PAGE_SISE (did you mean PAGE_SIZE?)"):
        assert name in said, f"Of XYZZY and PAGE_SISE it said: {said}. Where is {name}?"


def _said(config, known):
    """What is said of a configuration, or ``None`` where all is fine."""
    try:
        check(config, known)
    except ValueError as error:
        return str(error)
    return None
