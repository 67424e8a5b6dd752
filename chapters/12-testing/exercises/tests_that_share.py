"""Tests that share.

Somebody wrote three checks of a shelf, and made the client once, to save time. They pass in
the order in which they stand here, and only once. Mend them: each is to pass alone, in any
order, and as often as one likes. And each is still to fail where the application is wrong in
what the check is about. `create_app` is right, so leave it alone.
"""

from functools import cache
from itertools import permutations
from unittest.mock import patch

from tinyflask import Flask, request


def create_app():
    """Return an application with a shelf of things, which is empty."""
    app, things = Flask("shelf"), []
    app.add_url_rule("/things", "index", lambda: things)

    @app.post("/things")
    def put():
        things.append(request.form["name"])
        return things

    @app.delete("/things/<name>")
    def take(name):
        if name in things:
            things.remove(name)
        return things

    return app


@cache
def new_client():
    """Return a client of the application."""
    return create_app().test_client()


def check_that_the_shelf_is_empty():
    """At first there is nothing."""
    assert new_client().get("/things").json == []


def check_that_a_thing_is_put_there():
    """What is put there is there."""
    client = new_client()
    client.post("/things", data={"name": "tea"})
    assert client.get("/things").json == ["tea"]


def check_that_a_thing_is_taken_away():
    """What is taken is gone."""
    client = new_client()
    client.delete("/things/tea")
    assert client.get("/things").json == []


def test_each_alone():
    for check in _checks():
        _clear()
        _run([check], "alone")


def test_in_any_order():
    for order in permutations(_checks()):
        _clear()
        _run(order, "in another order")


def test_twice():
    _clear()
    _run([*_checks(), *_checks()], "a second time")


def test_two_clients_share_nothing():
    _clear()
    new_client().post("/things", data={"name": "tea"})
    found = new_client().get("/things").json
    assert found == [], (
        f"One new client has put tea there, and another one finds {found!r}."
    )


def test_a_shelf_that_is_not_empty_is_noticed():
    _expect_failure(
        check_that_the_shelf_is_empty, "begins with milk on it", at_first="milk"
    )


def test_a_shelf_that_keeps_nothing_is_noticed():
    _expect_failure(check_that_a_thing_is_put_there, "keeps nothing", keeps=False)


def test_a_shelf_that_lets_nothing_go_is_noticed():
    _expect_failure(check_that_a_thing_is_taken_away, "lets nothing go", lets_go=False)


def _checks():
    return [
        check_that_the_shelf_is_empty,
        check_that_a_thing_is_put_there,
        check_that_a_thing_is_taken_away,
    ]


def _clear():
    """Forget what the checks may have kept, as a new run would."""
    getattr(new_client, "cache_clear", lambda: None)()


def _run(checks, how):
    for check in checks:
        try:
            check()
        except Exception as error:
            names = ", ".join(each.__name__ for each in checks)
            raise AssertionError(
                f"The check {check.__name__} fails {how}, with {type(error).__name__}."
                f" These were run: {names}."
            ) from error


def _expect_failure(check, what, **wrong):
    """Run a check of an application that is wrong, and expect it to say so."""
    _clear()
    with patch.dict(globals(), {"create_app": lambda: _wrong(**wrong)}):
        try:
            check()
        except AssertionError:
            return
        except Exception as error:
            raise AssertionError(
                f"The check {check.__name__}, with a shelf that {what}, ends in"
                f" {type(error).__name__}. It is to fail by its `assert`."
            ) from error
        finally:
            _clear()
    raise AssertionError(f"The check {check.__name__} passes with a shelf that {what}.")


def _wrong(at_first=None, keeps=True, lets_go=True):
    """Return an application that does one thing wrong."""
    app, things = Flask("shelf"), [at_first] if at_first else []
    app.add_url_rule("/things", "index", lambda: things)

    @app.post("/things")
    def put():
        things.extend([request.form["name"]] if keeps else [])
        return things

    @app.delete("/things/<name>")
    def take(name):
        if lets_go and name in things:
            things.remove(name)
        return things

    return app
