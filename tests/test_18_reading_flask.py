"""Chapter 18: what one finds out at each stop holds for both frameworks."""

import pytest
from werkzeug.exceptions import HTTPException


def shop_of(framework):
    app = framework.Flask("shop")
    app.secret_key = "only for tests"
    app.logger.disabled = True
    return app


def test_the_first_stop(framework):
    """A request is current while the application is called, and no longer."""
    app = shop_of(framework)
    app.add_url_rule("/", "index", lambda: str(framework.has_request_context()))
    assert app.test_client().get("/").text == "True"
    assert not framework.has_request_context()


def test_the_second_stop(framework):
    """A hook can answer what leads nowhere."""
    app = shop_of(framework)
    app.before_request(lambda: "found after all")
    assert app.test_client().get("/nowhere").text == "found after all"


def test_a_hook_sees_what_leads_nowhere(framework):
    """Before it is said that there is no such address."""
    app, seen = shop_of(framework), []
    app.before_request(lambda: seen.append(framework.request.path))
    assert app.test_client().get("/nowhere").status_code == 404
    assert seen == ["/nowhere"]


def test_the_error_is_kept_in_the_request(framework):
    """To enter the context raises nothing."""
    with shop_of(framework).test_request_context("/nowhere"):
        assert framework.request.routing_exception.code == 404


def test_the_third_stop(framework):
    """A view, a hook and a handler may return the same kinds of things."""
    app = shop_of(framework)
    app.add_url_rule("/view", "view", lambda: ({"from": "view"}, 202))
    app.add_url_rule("/fail", "fail", lambda: 1 / 0)
    app.register_error_handler(ZeroDivisionError, lambda e: ({"from": "handler"}, 203))

    @app.before_request
    def hook():
        return ({"from": "hook"}, 206) if framework.request.path == "/hook" else None

    answers = [app.test_client().get(f"/{name}") for name in ("view", "fail", "hook")]
    assert [answer.json["from"] for answer in answers] == ["view", "handler", "hook"]
    assert [answer.status_code for answer in answers] == [202, 203, 206]


def test_the_fourth_stop(framework):
    """An error that nobody handled is handled once more, as a 500."""
    app, seen = shop_of(framework), []
    app.add_url_rule("/", "index", lambda: {}["tea"])

    @app.errorhandler(500)
    def failed(error):
        seen.append((type(error).__name__, repr(error.original_exception)))
        return "sorry", 500

    assert app.test_client().get("/").text == "sorry"
    assert seen == [("InternalServerError", "KeyError('tea')")]


@pytest.mark.parametrize("taken", range(4))
def test_which_handler_is_taken(framework, taken):
    """By code and then by class, and each by blueprint and then by application."""
    app, shop = shop_of(framework), framework.Blueprint("shop", "shop")
    shop.add_url_rule("/", "index", lambda: framework.abort(404))
    places = [(shop, 404), (app, 404), (shop, HTTPException), (app, HTTPException)]
    for number, (place, what) in list(enumerate(places))[taken:]:
        place.register_error_handler(what, lambda error, number=number: str(number))
    app.register_blueprint(shop)
    assert app.test_client().get("/").text == str(taken)


def test_the_fifth_stop(framework):
    """What a function after the view puts into the session is saved."""
    app = shop_of(framework)
    app.add_url_rule("/", "index", lambda: framework.session.get("from", "nobody"))

    @app.after_request
    def change(response):
        framework.session["from"] = "a hook"
        assert "Set-Cookie" not in response.headers
        return response

    client = app.test_client()
    assert [client.get("/").text for _ in range(2)] == ["nobody", "a hook"]


def test_the_sixth_stop(framework):
    """What a blueprint has recorded is called once for each registration."""
    app, shop = shop_of(framework), framework.Blueprint("shop", "shop")
    prefixes = []
    shop.record(lambda state: prefixes.append(state.url_prefix))
    for name in ("one", "two"):
        app.register_blueprint(shop, name=name, url_prefix=f"/{name}")
    assert prefixes == ["/one", "/two"]


def test_the_seams(framework):
    """A subclass that overrides a method on the way is asked."""
    called = []

    class Told(framework.Flask):
        def full_dispatch_request(self):
            called.append("dispatch")
            return super().full_dispatch_request()

        def preprocess_request(self):
            called.append("before")
            return super().preprocess_request()

        def finalize_request(self, rv, from_error_handler=False):
            called.append("response")
            return super().finalize_request(rv, from_error_handler)

    app = Told("told")
    app.add_url_rule("/", "index", lambda: called.append("view") or "a page")
    app.test_client().get("/")
    assert called == ["dispatch", "before", "view", "response"]
