"""The same pages in five frameworks.

Each function returns a WSGI application that answers alike. Where a framework has no
template engine, or another one, it is given Jinja; where it has no sessions, the same
signed cookie is read and written by hand. A *hooked* application calls three functions
before each view, and has a page of its own for what is missing.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from itsdangerous import URLSafeTimedSerializer

App = Callable[..., Any]

FOLDER = Path(__file__).parent
RULES = 200
DATA = {"message": "Hello, World!", "nested": {"right": True}, "numbers": [1, 2, 3]}
KEY = "only for the benchmark"
MISSING = "There is no such page."
HOOKS = 3
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


def serializer() -> Any:
    """What signs sessions, as Flask does."""
    signer = {"key_derivation": "hmac"}
    return URLSafeTimedSerializer(KEY, salt="cookie-session", signer_kwargs=signer)


def visited(session: dict[str, int]) -> str:
    """Count one more visit."""
    session["visits"] += 1
    return f"Visit {session['visits']}"


def do_nothing(*args: Any) -> None:
    """A hook."""


def flask_shaped(name: str, hooked: bool) -> App:
    """Flask, or a framework with the same names."""
    framework = importlib.import_module(name)
    app = framework.Flask(__name__)
    app.secret_key = KEY
    if hooked:
        for _ in range(HOOKS):
            app.before_request(lambda: do_nothing())
        app.register_error_handler(404, lambda error: (MISSING, 404))

    @app.get("/session")
    def session() -> str:
        return visited(framework.session)

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


def bottle(hooked: bool) -> App:
    framework = importlib.import_module("bottle")
    app = framework.Bottle()
    render = renderer()
    signed = serializer()
    if hooked:
        for _ in range(HOOKS):
            app.add_hook("before_request", lambda: do_nothing())
        app.error(404)(lambda error: MISSING)

    @app.route("/session")
    def session() -> str:
        found = signed.loads(framework.request.cookies["session"], max_age=1000)
        text = visited(found)
        cookie = signed.dumps(found)
        framework.response.set_cookie("session", cookie, path="/", httponly=True)
        return text

    app.route("/hello")(lambda: "Hello, World!")
    app.route("/json")(lambda: DATA)
    app.route("/rows")(render)
    app.route("/form", method="POST")(lambda: greeting(framework.request.forms))
    for number in range(RULES):
        rule = f"/section{number}/<number:int>"
        app.route(rule)(lambda number: f"Number {number}")
    return app


def falcon(hooked: bool) -> App:
    framework = importlib.import_module("falcon")
    render = renderer()
    signed = serializer()

    class Hook:
        def process_request(self, request: Any, response: Any) -> None:
            do_nothing()

    class Session:
        def on_get(self, request: Any, response: Any) -> None:
            found = signed.loads(request.cookies["session"], max_age=1000)
            response.text = visited(found)
            cookie = signed.dumps(found)
            response.set_cookie("session", cookie, path="/", secure=False)

    def missing(request: Any, response: Any, error: Any, params: Any) -> None:
        response.status = framework.HTTP_404
        response.text = MISSING

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
    if hooked:
        for _ in range(HOOKS):
            app.add_middleware(Hook())
        app.add_error_handler(framework.HTTPNotFound, missing)
    app.add_route("/session", Session())
    app.add_route("/hello", Hello())
    app.add_route("/json", Data())
    app.add_route("/rows", Rows())
    app.add_route("/form", Form())
    for number in range(RULES):
        app.add_route(f"/section{number}/{{number:int}}", Section())
    return app


def werkzeug(hooked: bool) -> App:
    """Werkzeug alone: what the two that stand on it could be at best, doing no more."""
    from werkzeug.exceptions import NotFound
    from werkzeug.routing import Map, Rule
    from werkzeug.wrappers import Request, Response

    def html(text: str) -> Response:
        return Response(text, mimetype="text/html")

    signed = serializer()

    def session(request: Request) -> Response:
        found = signed.loads(request.cookies["session"], max_age=1000)
        response = html(visited(found))
        response.set_cookie("session", signed.dumps(found), httponly=True)
        return response

    hooks = [do_nothing] * HOOKS if hooked else []
    render = renderer()
    views: dict[str, Callable[..., Response]] = {
        "hello": lambda request: html("Hello, World!"),
        "json": lambda request: Response(json.dumps(DATA), mimetype="application/json"),
        "rows": lambda request: html(render()),
        "form": lambda request: html(greeting(request.form)),
        "session": session,
        "section": lambda request, number: html(f"Number {number}"),
    }
    rules = [Rule(f"/{name}", endpoint=name) for name in views if name != "section"]
    for number in range(RULES):
        rules.append(Rule(f"/section{number}/<int:number>", endpoint="section"))
    url_map = Map(rules)

    @Request.application
    def app(request: Request) -> Response:
        adapter = url_map.bind_to_environ(request.environ)
        for hook in hooks:
            hook()
        try:
            endpoint, values = adapter.match()
        except NotFound:
            return Response(MISSING, 404, mimetype="text/html")
        return views[endpoint](request, **values)

    return app


# In the order of the table. The others are compared with the first.
APPS: dict[str, Callable[[bool], App]] = {
    "Flask": lambda hooked: flask_shaped("flask", hooked),
    "tinyflask": lambda hooked: flask_shaped("tinyflask", hooked),
    "Werkzeug": werkzeug,
    "Bottle": bottle,
    "Falcon": falcon,
}
