"""Layers.

Take the other road. In place of hooks before and after, a request passes through layers.
A layer is one function, which gets the function to call next, and returns a response:

    @app.layer
    def measure(call_next):
        start = perf_counter()
        response = call_next()
        response.headers["X-Time"] = f"{perf_counter() - start:.3f}"
        return response

What stands before `call_next()` happens before the view, and what stands after it
happens after. A layer that does not call it answers by itself.

Write `Layered.layer` and `Layered.full_dispatch_request`:

- `layer(f)` is a decorator: it appends `f` to `self.layers` and returns it.
- `full_dispatch_request` passes the request through the layers, the first one outermost,
  and then to the framework's own `full_dispatch_request`. It returns a response.
- What a layer returns is made into a response with `self.make_response` before the layer
  around it gets it, so that a layer may return whatever a view may.
- An `HTTPException` that a layer raises is made into a response, too, before the layer
  around it gets it.
- A layer may call `call_next` again, to try once more what has failed.
"""

from contextlib import suppress

from werkzeug.exceptions import HTTPException

from tinyflask import Flask, abort, request


class Layered(Flask):
    """An application whose requests pass through layers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.layers = []

    def layer(self, f):
        """Have each request pass through ``f``."""
        raise NotImplementedError("write layer here")

    def full_dispatch_request(self):
        """Return the response to the current request, through all layers."""
        raise NotImplementedError("write full_dispatch_request here")


def _app():
    app = Layered(__name__)
    app.add_url_rule("/", "index", lambda: "tea")
    return app


def _get(app, path="/", **options):
    from webtest import TestApp

    return TestApp(app).get(path, **options)


def test_without_layers():
    found = _get(_app()).text
    assert found == "tea", f"An application without layers answered {found!r}."


def test_layer_is_a_decorator():
    def layer(call_next):
        return call_next()

    assert _app().layer(layer) is layer, "`layer` should return its function."


def test_layers_nest():
    app = _app()
    log = []
    for name in ("outer", "inner"):

        @app.layer
        def note(call_next, name=name):
            log.append(f"{name} in")
            response = call_next()
            log.append(f"{name} out")
            return response

    _get(app)
    expected = ["outer in", "inner in", "inner out", "outer out"]
    assert log == expected, f"The layers ran as {log}, in place of {expected}."
    log.clear()
    _get(app)
    assert log == expected, f"For a second request they ran as {log}."


def test_a_layer_gets_a_response():
    app = _app()

    @app.layer
    def shout(call_next):
        return call_next().get_data(as_text=True).upper()

    @app.layer
    def ask(call_next):
        return call_next().get_data(as_text=True) + "?"

    found = _get(app).text
    assert found == "TEA?", f"One layer adds '?', one shouts: {found!r}, not 'TEA?'."


def test_a_layer_answers_by_itself():
    app = _app()
    app.layer(lambda call_next: ({"error": "closed"}, 503))

    @app.layer
    def never(call_next):
        raise OSError("a layer inside of one that answered was called")

    response = _get(app, status=503)
    assert response.json == {"error": "closed"}, f"It answered {response.text!r}."


def test_a_layer_may_abort():
    app = _app()
    seen = []

    @app.layer
    def outer(call_next):
        response = call_next()
        seen.append(response.status_code)
        return response

    @app.layer
    def inner(call_next):
        abort(403)

    _get(app, status=403)
    assert seen == [403], f"A layer aborted with 403, and the one around it saw {seen}."


def test_a_missing_page():
    app = _app()
    seen = []

    @app.layer
    def note(call_next):
        response = call_next()
        seen.append((request.path, response.status_code))
        return response

    _get(app, "/coffee", status=404)
    assert seen == [("/coffee", 404)], f"A layer should see the 404, and saw {seen}."


def test_a_layer_cleans_up():
    app = _app()
    app.add_url_rule("/fail", "fail", lambda: 1 / 0)
    log = []

    @app.layer
    def open_and_close(call_next):
        log.append("open")
        try:
            return call_next()
        finally:
            log.append("close")

    with suppress(ZeroDivisionError):
        _get(app, "/fail")
    assert log == ["open", "close"], f"The view failed, and the layer did {log}."


def test_a_layer_may_try_again():
    app = _app()
    log = []

    @app.layer
    def twice(call_next):
        with suppress(OSError):
            return call_next()
        return call_next()

    @app.layer
    def inner(call_next):
        log.append("inner")
        return call_next()

    @app.get("/shaky")
    def shaky():
        log.append("view")
        if len(log) < 4:
            raise OSError("no network")
        return "tea"

    found = _get(app, "/shaky", expect_errors=True).text
    expected = ["inner", "view", "inner", "view"]
    assert log == expected, f"After a second try the log is {log}, not {expected}."
    assert found == "tea", f"The second try worked, and the answer was {found!r}."


def test_hooks_are_inside():
    app = _app()
    log = []

    @app.layer
    def note(call_next):
        log.append("in")
        response = call_next()
        log.append("out")
        return response

    app.before_request(lambda: log.append("before"))
    _get(app)
    assert log == ["in", "before", "out"], f"With a hook and a layer it ran as {log}."
