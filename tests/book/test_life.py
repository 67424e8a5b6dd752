"""The life of a request: what is alive, from when to when, and how it is drawn."""

from __future__ import annotations

import asyncio
import io
import logging
import xml.etree.ElementTree as ET
from collections.abc import Callable, Coroutine, Iterator
from functools import wraps
from typing import Any

import pytest
from webtest import TestApp

from tinyflask import Blueprint, Flask, abort, request, session, stream_with_context
from tinyflask import make_response as helper
from tinyflask.views import MethodView
from workshop import Life, Recording, life
from workshop.recording.drawing import figure


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.secret_key = "only for a test"
    return app


def rows(picture: Life) -> list[tuple[str, list[str]]]:
    """What is called, and what is alive then."""
    names = [bar.name for lane in picture.lanes for bar in lane.bars]
    return [
        (label, [name for name, there in zip(names, alive, strict=True) if there])
        for label, alive in picture.rows()
    ]


CONTEXT = ["context", "request, g"]
BOTH = [*CONTEXT, "response"]


def test_the_life_of_a_request(app: Flask) -> None:
    app.before_request(lambda: None)

    @app.teardown_appcontext
    def bye(error: BaseException | None) -> None:
        pass

    @app.get("/")
    def view() -> str:
        return "tea"

    assert rows(life(app, "/")) == [
        ("push", CONTEXT),
        ("match_request", CONTEXT),
        ("<lambda>", CONTEXT),
        ("view", CONTEXT),
        ("make_response", BOTH),
        ("pop", BOTH),
        ("bye", BOTH),
        ("the server reads", ["response"]),
        ("the server closes", ["response"]),
    ]


def test_a_coroutine_is_a_step_and_what_runs_it_is_none() -> None:
    """Each time that it goes on is one, whatever it awaits."""

    class Turn:
        def __await__(self) -> Iterator[None]:
            yield

    def finish(coroutine: Coroutine[Any, Any, Any]) -> Any:
        while True:
            try:
                coroutine.send(None)
            except StopIteration as end:
                return end.value

    class HandFlask(Flask):
        def async_to_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
            return lambda *args, **kwargs: finish(func(*args, **kwargs))

    async def inner() -> str:
        await Turn()
        return "tea"

    app = HandFlask(__name__)

    @app.get("/")
    async def view() -> str:
        await Turn()
        return await inner()

    labels = [label for label, _ in rows(life(app, "/"))]
    assert labels[2:4] == ["view (3 times)", "make_response"]


def test_a_stream_holds_its_context(app: Flask) -> None:
    @app.get("/")
    def view() -> Iterator[str]:
        @stream_with_context
        def pieces() -> Iterator[str]:
            yield "a"

        return pieces()

    found = rows(life(app, "/"))
    after = found[[label for label, _ in found].index("pop") + 1 :]
    assert after == [
        ("the server reads", ["context", "response"]),
        ("pieces", BOTH),
        ("the server reads", ["context", "response"]),
        ("pieces", BOTH),
        ("the server closes", ["response"]),
    ]


def test_an_error_lives_until_it_is_handled(app: Flask) -> None:
    @app.get("/")
    def view() -> str:
        raise KeyError("tea")

    @app.errorhandler(KeyError)
    def handled(error: KeyError) -> str:
        return "none"

    found = rows(life(app, "/"))
    assert found[2:5] == [
        ("view raises KeyError", [*CONTEXT, "error"]),
        ("handled", [*CONTEXT, "error"]),
        ("make_response", BOTH),
    ]


def test_an_error_that_nobody_handles(app: Flask) -> None:
    @app.get("/")
    def view() -> str:
        raise KeyError("tea")

    found = dict(rows(life(app, "/")))
    assert found["handle_exception"] == [*CONTEXT, "error"]
    assert found["pop"] == BOTH
    app.testing = True
    found = dict(rows(life(app, "/")))
    assert found["pop"] == [*CONTEXT, "error"]


def test_what_a_library_calls_is_no_step(app: Flask) -> None:
    class Formatter(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return "a line"

    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(Formatter())
    app.logger.addHandler(handler)

    @app.get("/")
    def view() -> str:
        raise KeyError("tea")

    labels = [label for label, _ in rows(life(app, "/"))]
    app.logger.removeHandler(handler)
    assert labels[3:5] == ["handle_exception", "make_response"]


@pytest.mark.parametrize("path", ["/missing", "/aborts"])
def test_an_error_of_http(app: Flask, path: str) -> None:
    @app.get("/aborts")
    def aborts() -> None:
        abort(404)

    label = "aborts" if path == "/aborts" else "dispatch_request"
    found = dict(rows(life(app, path)))
    assert f"{label} raises NotFound" in found
    assert found["make_response"] == BOTH


def test_a_session_lives_from_its_opening_to_its_saving(app: Flask) -> None:
    @app.get("/")
    def view() -> str:
        session["user"] = "ann"
        return str(session)

    found = rows(life(app, "/"))
    labels = [label for label, alive in found if "session" in alive]
    assert labels == ["open_session", "make_response", "save_session"]


def test_a_blueprint_is_there_for_what_is_registered_on_it(app: Flask) -> None:
    shop = Blueprint("shop", __name__)

    @shop.before_request
    def check() -> None:
        pass

    @shop.get("/")
    def view() -> str:
        return "tea"

    @app.after_request
    def after(response: Any) -> Any:
        return response

    app.register_blueprint(shop)
    found = rows(life(app, "/"))
    labels = [label for label, alive in found if "blueprint shop" in alive]
    assert labels == ["check", "view"]


def test_a_decorator_does_not_say_whose_it_is(app: Flask) -> None:
    def careful(view: Any) -> Any:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        return wrapper

    class Thing(MethodView):
        def get(self) -> str:
            return "thing"

    shop, office = Blueprint("shop", __name__), Blueprint("office", __name__)
    app.get("/")(careful(lambda: "app"))
    shop.get("/shop", endpoint="page")(careful(lambda: "shop"))
    shop.before_request(careful(lambda: None))
    office.get("/office", endpoint="page")(careful(lambda: "office"))
    office.before_request(careful(lambda: None))
    office.add_url_rule("/thing", view_func=Thing.as_view("thing"))
    app.register_blueprint(shop)
    app.register_blueprint(office)

    def blueprints(path: str) -> list[str]:
        return [
            f"{label} {name}"
            for label, alive in rows(life(app, path))
            for name in alive
            if name.startswith("blueprint")
        ]

    assert blueprints("/") == []
    assert blueprints("/shop") == ["wrapper blueprint shop"]
    assert blueprints("/office") == ["wrapper blueprint office"]
    assert blueprints("/thing") == ["Thing.get blueprint office"]


def test_functions_of_yours_with_the_framework_s_names(app: Flask) -> None:
    @app.get("/")
    def view() -> str:
        def make_response() -> str:
            return "mine"

        def open_session() -> str:
            return make_response()

        helper("draft")
        return open_session()

    found = rows(life(app, "/"))
    assert dict(found)["view"] == CONTEXT
    assert [label for label, alive in found if "session" in alive] == []
    assert [label for label, _ in found].count("make_response") == 1


def test_middleware_hides_nothing(app: Flask) -> None:
    app.wsgi_app = app.wsgi_app

    def middleware(environ: Any, start_response: Any) -> Any:
        return app(environ, start_response)

    found = dict(rows(life(middleware, "/")))
    assert next(iter(found)) == "middleware"
    assert "dispatch_request raises NotFound" in found
    assert found["make_response"] == BOTH


def test_two_lanes(app: Flask) -> None:
    async def ask(user: str) -> str:
        with app.test_request_context(f"/?user={user}"):
            await asyncio.sleep(0)
            return request.args["user"]

    async def ask_both() -> None:
        with both:
            await asyncio.gather(ask("ann"), ask("bob"))

    both = Recording()
    asyncio.run(ask_both())
    picture = Life(both)
    assert [lane.title for lane in picture.lanes] == [
        "GET /?user=ann",
        "GET /?user=bob",
    ]
    alive = [
        [bar for bar, there in enumerate(row) if there] for _, row in picture.rows()
    ]
    # The bars are Ann's context and request, then Bob's.
    assert alive == [
        *([], [0, 1], [0, 1]),
        *([0], [0, 2, 3], [0, 2, 3]),
        *([0, 1, 2], [0, 1, 2]),
        *([2, 3], [2, 3]),
    ]
    tree = ET.fromstring(figure("life", repr(picture)))
    titles = [each.text for each in tree.findall("table/thead/tr/th[@colspan='2']")]
    assert titles == ["GET /?user=ann", "GET /?user=bob"]


def test_a_request_within_a_request(app: Flask) -> None:
    @app.get("/inner")
    def inner() -> str:
        return "tea"

    @app.get("/")
    def outer() -> str:
        return TestApp(app).get("/inner").text

    picture = life(app, "/")
    assert [lane.title for lane in picture.lanes] == ["GET /: 200 OK", "GET /inner"]
    found = rows(picture)
    assert dict(found)["inner"] == ["context", *CONTEXT]
    assert dict(found)["the server reads"] == ["response"]
    made = [alive for label, alive in found if label == "make_response"]
    assert made == [["context", *BOTH], BOTH]
    popped = [alive for label, alive in found if label == "pop"]
    assert popped == [["context", *BOTH], BOTH]


def test_a_context_without_a_request(app: Flask) -> None:
    def work() -> None:
        with app.app_context():
            pass

    with Recording() as recording:
        work()
    assert repr(Life(recording)).splitlines()[0].strip() == "no request"


def test_nothing_at_all() -> None:
    with Recording() as recording:
        pass
    said = "No context was entered, so there is no life to draw."
    assert repr(Life(recording)) == said
    assert f"<p>{said}</p>" in Life(recording)._repr_html_()


def test_it_is_drawn_from_its_text(app: Flask) -> None:
    app.add_url_rule("/<path:name>", "view", lambda name: name)
    picture = life(app, "/<b>")
    tree = ET.fromstring(picture._repr_html_())
    svg, table = tree
    assert tree.get("data-kind") == "life"
    labels = [each.text for each in svg.iter("text")]
    assert {"GET /<b>: 200 OK", "context", "push", "the server closes"} <= set(labels)
    spans = [each for each in svg.iter("rect") if each.get("class") == "context"]
    assert len(spans) == 1
    heads = [each.text for each in table.findall("thead/tr/th")]
    assert heads == BOTH
    first = [cell.get("class") for cell in table.find("tbody/tr").findall("td")]
    assert first == ["context", "request", None]
    assert table.findtext("caption") == "GET /<b>: 200 OK"
