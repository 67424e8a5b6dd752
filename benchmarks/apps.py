"""The same five pages in five frameworks.

Each function returns a WSGI application that answers alike. Where a framework brings no
template engine, or another one, it is given Jinja.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

App = Callable[..., Any]

FOLDER = Path(__file__).parent
RULES = 200
DATA = {"message": "Hello, World!", "nested": {"right": True}, "numbers": [1, 2, 3]}
ROWS = [{"number": number, "name": f"<thing {number}>"} for number in range(20)]


def greeting(form: Any) -> str:
    return f"{form['greeting']}, {form['name']}"


def renderer() -> Callable[[], str]:
    """Jinja, set up once, for those who bring no engine."""
    loader = jinja2.FileSystemLoader(FOLDER / "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, auto_reload=False)
    return lambda: environment.get_template("rows.html").render(
        title="Things", rows=ROWS
    )


def flask_shaped(name: str) -> App:
    """Flask, or a framework with the same names."""
    framework = importlib.import_module(name)
    app = framework.Flask(__name__)

    @app.get("/hello")
    def hello() -> str:
        return "Hello, World!"

    @app.get("/json")
    def data() -> Any:
        return DATA

    @app.get("/rows")
    def rows() -> Any:
        return framework.render_template("rows.html", title="Things", rows=ROWS)

    @app.post("/form")
    def form() -> str:
        return greeting(framework.request.form)

    for number in range(RULES):
        rule = f"/section{number}/<int:number>"
        app.add_url_rule(rule, f"section{number}", lambda number: f"Number {number}")
    return app


def bottle() -> App:
    framework = importlib.import_module("bottle")
    app = framework.Bottle()
    render = renderer()
    app.route("/hello")(lambda: "Hello, World!")
    app.route("/json")(lambda: DATA)
    app.route("/rows")(render)
    app.route("/form", method="POST")(lambda: greeting(framework.request.forms))
    for number in range(RULES):
        rule = f"/section{number}/<number:int>"
        app.route(rule)(lambda number: f"Number {number}")
    return app


def falcon() -> App:
    framework = importlib.import_module("falcon")
    render = renderer()

    class Hello:
        def on_get(self, request: Any, response: Any) -> None:
            response.text = "Hello, World!"

    class Data:
        def on_get(self, request: Any, response: Any) -> None:
            response.media = DATA
            response.content_type = "application/json"

    class Rows:
        def on_get(self, request: Any, response: Any) -> None:
            response.text = render()

    class Form:
        def on_post(self, request: Any, response: Any) -> None:
            response.text = greeting(request.get_media())

    class Section:
        def on_get(self, request: Any, response: Any, number: int) -> None:
            response.text = f"Number {number}"

    app = framework.App(media_type="text/html; charset=utf-8")
    app.add_route("/hello", Hello())
    app.add_route("/json", Data())
    app.add_route("/rows", Rows())
    app.add_route("/form", Form())
    for number in range(RULES):
        app.add_route(f"/section{number}/{{number:int}}", Section())
    return app


def werkzeug() -> App:
    """Werkzeug alone: what the two that stand on it could be at best, doing no more."""
    from werkzeug.routing import Map, Rule
    from werkzeug.wrappers import Request, Response

    def html(text: str) -> Response:
        return Response(text, mimetype="text/html")

    render = renderer()
    views: dict[str, Callable[..., Response]] = {
        "hello": lambda request: html("Hello, World!"),
        "json": lambda request: Response(json.dumps(DATA), mimetype="application/json"),
        "rows": lambda request: html(render()),
        "form": lambda request: html(greeting(request.form)),
        "section": lambda request, number: html(f"Number {number}"),
    }
    rules = [Rule(f"/{name}", endpoint=name) for name in ("hello", "json", "rows")]
    rules.append(Rule("/form", endpoint="form", methods=["POST"]))
    for number in range(RULES):
        rules.append(Rule(f"/section{number}/<int:number>", endpoint="section"))
    url_map = Map(rules)

    @Request.application
    def app(request: Request) -> Response:
        endpoint, values = url_map.bind_to_environ(request.environ).match()
        return views[endpoint](request, **values)

    return app


# In the order of the table. The others are compared with the first.
APPS: dict[str, Callable[[], App]] = {
    "Flask": lambda: flask_shaped("flask"),
    "tinyflask": lambda: flask_shaped("tinyflask"),
    "Werkzeug": werkzeug,
    "Bottle": bottle,
    "Falcon": falcon,
}
