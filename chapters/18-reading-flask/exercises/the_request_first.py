"""The request first.

In Django, Falcon and Pyramid a view gets the request as its first argument, and nothing is current. Take
that road with ours: write a class `Passing`, whose views are called so: `hello(request, name="ann")`. What
they get is the request itself, and not the proxy that stands for it.

All else stays as it is: rules, methods, endpoints, blueprints and what a view may return. The view that
sends static files is the framework's own, and knows nothing of your road.
"""

import tempfile
from pathlib import Path

from tinyflask import Blueprint, Flask, Request


class Passing(Flask):
    """An application whose views get the request as their first argument."""


def test_a_view_gets_the_request():
    app = Passing("shop")
    app.add_url_rule("/", "index", lambda request: request.args.get("q", "nothing"))
    found = _ask(app, "/?q=tea")
    assert found == (200, "tea"), f"A view that returns request.args['q']: {found!r}."


def test_it_is_no_proxy():
    app = Passing("shop")
    app.add_url_rule("/", "index", lambda request: type(request).__name__)
    found = _ask(app, "/")
    assert found == (200, Request.__name__), f"The type of what it gets: {found!r}."


def test_values_of_the_rule():
    app = Passing("shop")

    @app.route("/<name>/<int:number>")
    def show(request, name, number):
        return f"{request.method} {name} {number + 1}"

    found = _ask(app, "/tea/2")
    assert found == (200, "GET tea 3"), f"With values of a rule: {found!r}."


def test_a_blueprint():
    app, blueprint = Passing("shop"), Blueprint("tea", __name__)
    blueprint.add_url_rule("/tea", "show", lambda request: request.endpoint)
    app.register_blueprint(blueprint)
    found = _ask(app, "/tea")
    assert found == (200, "tea.show"), f"A view of a blueprint: {found!r}."


def test_a_name_of_its_own():
    app = Passing("shop")

    @app.get("/")
    def index(request):
        return "a page"

    names = list(app.view_functions)
    assert "index" in names, f"A view named index has an endpoint of: {names!r}."


def test_the_same_view_twice():
    app = Passing("shop")

    def index(request):
        return request.path

    app.add_url_rule("/", "index", index)
    app.add_url_rule("/index", "index", index)
    found = _ask(app, "/"), _ask(app, "/index")
    assert found == ((200, "/"), (200, "/index")), (
        f"One view with two rules: {found!r}."
    )


def test_static_files():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "tea.txt").write_text("Two minutes.", "utf-8")
        app = Passing("shop", static_folder=folder, static_url_path="/static")
        found = _ask(app, "/static/tea.txt")
    assert found == (200, "Two minutes."), f"A static file: {found!r}."


def test_what_no_view_answers():
    app = Passing("shop")
    app.add_url_rule("/", "index", lambda request: "a page")
    app.add_url_rule("/statics", "statics", lambda request: request.method)
    client = app.test_client()
    found = [
        client.get("/nowhere").status_code,
        client.post("/").status_code,
        client.options("/").status_code,
        client.get("/statics").text,
    ]
    assert found == [404, 405, 200, "GET"], (
        "An address that there is not, a method that there is not, OPTIONS, and a view named"
        f" statics: {found!r}."
    )


def test_a_blueprints_static_files():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "tea.txt").write_text("Three minutes.", "utf-8")
        app, blueprint = (
            Passing("shop"),
            Blueprint("tea", __name__, static_folder=folder, static_url_path="/files"),
        )
        app.register_blueprint(blueprint, url_prefix="/tea")
        found = _ask(app, "/tea/files/tea.txt")
    assert found == (200, "Three minutes."), f"A static file of a blueprint: {found!r}."


def test_one_after_the_other():
    app = Passing("shop")
    app.add_url_rule("/<name>", "show", lambda request, name: request.path)
    found = [_ask(app, f"/{name}")[1] for name in ("ann", "bob")]
    assert found == ["/ann", "/bob"], f"Two requests one after the other: {found!r}."


def _ask(app, path):
    app.logger.disabled = True
    with app.test_client().get(path) as answer:
        return answer.status_code, answer.text
