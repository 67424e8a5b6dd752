"""Chapter 6: the request is current, neither passed nor global."""

import asyncio
import gc
import importlib
import random
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from contextvars import Context, ContextVar, copy_context
from datetime import date
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from webtest import TestApp
from werkzeug.exceptions import NotFound, abort
from werkzeug.routing import BaseConverter, BuildError, Map, MapAdapter, Rule
from werkzeug.test import Client


def make(framework, view=lambda: "Hello", rule="/", **options):
    """An application with one view."""
    app = framework.Flask(__name__, **options)
    app.testing = True
    app.add_url_rule(rule, "view", view)
    return app


def environ(path="/", **changes):
    """The environ of a GET request."""
    found = {"PATH_INFO": path, "QUERY_STRING": "", **changes}
    setup_testing_defaults(found)
    return found


def body_of(app, path="/", **changes):
    """The body that an application starts to answer with, not yet read."""
    return app(environ(path, **changes), lambda status, headers: None)


# Contexts


def test_nothing_is_current_outside(framework):
    """Outside of contexts the proxies are empty, and using one says what to do."""
    proxies = (framework.request, framework.g, framework.current_app)
    assert not any(proxies)
    assert not framework.has_app_context()
    assert not framework.has_request_context()
    for proxy in proxies:
        assert repr(proxy) == "<LocalProxy unbound>"
    with pytest.raises(RuntimeError, match=r"outside of application context"):
        _ = framework.g.user
    with pytest.raises(RuntimeError, match=r"outside of application context"):
        _ = framework.current_app.config
    with pytest.raises(RuntimeError, match=r"outside of request context"):
        _ = framework.request.path
    with (
        pytest.raises(RuntimeError, match=r"outside of request context"),
        make(framework).app_context(),
    ):
        _ = framework.request.path


def test_an_application_is_current_in_its_context(framework):
    """Contexts of applications nest, and each has a `g` of its own."""
    outer, inner = make(framework), make(framework)
    with outer.app_context():
        framework.g.user = "ann"
        assert framework.has_app_context()
        assert not framework.has_request_context()
        for app in (inner, outer):
            with app.app_context() as context:
                assert framework.current_app._get_current_object() is app
                assert context.app is app
                assert "user" not in framework.g
        assert framework.current_app._get_current_object() is outer
        assert framework.g.user == "ann"
    assert not framework.has_app_context()


def test_g_keeps_anything(framework):
    """`g` takes attributes and has some of a dictionary's methods."""
    with make(framework).app_context():
        g = framework.g
        g.user = "ann"
        assert g.get("user") == "ann"
        assert g.get("age") is None
        assert g.get("age", 7) == 7
        assert g.pop("user") == "ann"
        assert "user" not in g
        assert g.pop("user", "nobody") == "nobody"
        with pytest.raises(KeyError):
            g.pop("user")
        with pytest.raises(AttributeError):
            _ = g.user


@pytest.mark.small_print
def test_g_is_like_a_dictionary(framework):
    """`g` has defaults that are set, and can be gone through."""
    with make(framework).app_context():
        g = framework.g
        assert g.setdefault("user", "ann") == "ann"
        assert g.setdefault("user", "bob") == "ann"
        assert g.setdefault("notes", []) == []
        assert sorted(g) == ["notes", "user"]
        del g.notes
        assert list(g) == ["user"]


@pytest.mark.small_print
def test_g_can_be_of_another_class(framework):
    """An application chooses what `g` is."""

    class Place(framework.Flask.app_ctx_globals_class):
        color = "red"

    app = make(framework)
    app.app_ctx_globals_class = Place
    with app.app_context():
        assert framework.g.color == "red"


def test_a_request_is_made_up(framework):
    """`test_request_context` makes a request current that nobody sent."""
    app = make(framework, rule="/user/<name>")
    with app.test_request_context("/user/ann?page=2"):
        request = framework.request
        assert framework.has_request_context()
        assert framework.has_app_context()
        assert framework.current_app._get_current_object() is app
        assert request.path == "/user/ann"
        assert request.args["page"] == "2"
        assert request.endpoint == "view"
        assert request.view_args == {"name": "ann"}
        assert request.host == "localhost"
    with app.test_request_context("/", method="POST", json={"a": 1}):
        assert framework.request.get_json() == {"a": 1}
        assert framework.request.method == "POST"
    with app.test_request_context(base_url="https://example.com/app/"):
        assert framework.request.root_url == "https://example.com/app/"


@pytest.mark.small_print
def test_a_request_is_made_up_for_a_host(framework):
    """`test_request_context` takes a whole URL, or a subdomain and a scheme."""
    app = make(framework)
    with app.test_request_context("https://example.com/x"):
        assert framework.request.url == "https://example.com/x"
    with app.test_request_context(subdomain="www", url_scheme="https"):
        assert framework.request.url == "https://www.localhost/"


@pytest.mark.small_print
def test_a_made_up_request_goes_where_the_application_is(framework):
    """`test_request_context` takes host, root and scheme from the settings."""
    app = make(framework)
    app.config.update(
        SERVER_NAME="example.com:8000",
        APPLICATION_ROOT="/app",
        PREFERRED_URL_SCHEME="https",
    )
    with app.test_request_context("/x?y=1"):
        assert framework.request.url == "https://example.com:8000/app/x?y=1"
        assert framework.request.root_path == "/app"


def test_what_a_rule_cannot_match_is_kept(framework):
    """In a context whose path no rule fits, the error waits in the request."""
    app = make(framework)
    with app.test_request_context("/nothing"):
        assert framework.request.endpoint is None
        assert framework.request.routing_exception.code == 404
    with app.test_request_context("/"):
        assert framework.request.routing_exception is None


@pytest.mark.small_print
def test_a_request_inside_of_its_application(framework):
    """A request shares the `g` of the application context that it happens in."""
    seen = []
    app = make(framework, lambda: framework.g.user)
    app.teardown_appcontext(seen.append)
    with app.app_context():
        framework.g.user = "ann"
        assert TestApp(app).get("/").text == "ann"
        with app.test_request_context("/"):
            assert framework.g.user == "ann"
        assert seen == []
    assert seen == [None]
    other = make(framework)
    with other.app_context():
        framework.g.user = "bob"
        with app.test_request_context("/"):
            assert "user" not in framework.g


def test_an_application_inside_of_a_request(framework):
    """In an application context that is entered in a view the request goes on."""
    other = make(framework)

    def view():
        framework.g.user = "ann"
        with other.app_context():
            inside = (framework.request.path, "user" in framework.g)
            assert framework.current_app._get_current_object() is other
        return f"{inside} {framework.g.user}"

    assert TestApp(make(framework, view)).get("/").text == "('/', False) ann"


def test_contexts_are_left_in_reverse_order(framework):
    """Leaving a context that is not the current one is refused."""
    app = make(framework)
    first, second = app.app_context(), app.app_context()
    first.push()
    second.push()
    with pytest.raises(AssertionError, match="Popped wrong"):
        first.pop()
    # Flask has left the second by now, and we have left neither.
    while framework.has_app_context():
        importlib.import_module(f"{framework.__name__}.globals").app_ctx.pop()


def test_a_context_can_be_entered_again(framework):
    """Entered twice, a context ends when it was left twice."""
    ended = []
    app = make(framework)
    app.teardown_appcontext(ended.append)
    context = app.app_context()
    with context:
        with context:
            framework.g.user = "ann"
        assert framework.g.user == "ann"
        assert ended == []
    assert ended == [None]


@pytest.mark.small_print
def test_a_context_that_is_entered_anew(framework):
    """A context that is entered again begins with another `g`, and ends again."""
    ended = []
    app = make(framework)
    app.teardown_appcontext(lambda error: ended.append(framework.g.pop("a", None)))
    context = app.test_request_context("/")
    with context:
        framework.g.a = 1
    with context:
        assert "a" not in framework.g
        framework.g.a = 2
    with app.app_context():
        framework.g.a = 3
        with context:
            assert framework.g.a == 3
    with context:
        framework.g.a = 4
    assert ended == [1, 2, 3, 4]


def test_g_keeps_its_secrets(framework):
    """`g` can be shown and kept in a set, and does not tell what is in it."""
    with make(framework).app_context():
        framework.g.password = "tea"
        assert "tea" not in repr(framework.g)
        assert len({framework.g._get_current_object(), framework.current_app.name}) == 2


# The end of a context


def test_what_is_called_at_the_end(framework):
    """Functions for the end are called, the last one first, with the error or None."""
    app = make(framework)
    calls = []

    @app.teardown_appcontext
    def first(error):
        calls.append(("first", error, framework.g.get("user")))

    @app.teardown_appcontext
    def second(error):
        calls.append(("second", error, framework.g.get("user")))

    with app.app_context():
        framework.g.user = "ann"
    assert calls == [("second", None, "ann"), ("first", None, "ann")]
    calls.clear()
    error = ValueError("no tea")
    with pytest.raises(ValueError, match="no tea"), app.app_context():
        raise error
    assert calls == [("second", error, None), ("first", error, None)]


def test_a_request_ends_when_it_is_answered(framework):
    """The end comes after the view, once, and also for an answer of 404."""
    calls = []

    def view():
        calls.append("view")
        return "Hello"

    app = make(framework, view)
    app.teardown_appcontext(lambda error: calls.append(error))
    client = TestApp(app)
    client.get("/")
    client.get("/nothing", status=404)
    assert calls == ["view", None, None]


def test_an_error_ends_the_request_as_well(framework):
    """An error in a view reaches the teardown functions, and nothing stays."""
    calls = []
    error = ValueError("no tea")

    def view():
        raise error

    app = make(framework, view)
    app.teardown_appcontext(calls.append)
    with pytest.raises(ValueError, match="no tea"):
        TestApp(app).get("/")
    assert calls == [error]
    assert not framework.has_app_context()


def test_an_error_at_the_end_leaves_nothing_behind(framework):
    """Where a function for the end fails, the context is left all the same."""
    app = make(framework)

    @app.teardown_appcontext
    def fail(error):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        TestApp(app).get("/")
    assert not framework.has_app_context()
    assert not framework.has_request_context()


@pytest.mark.small_print
def test_an_error_before_the_view_leaves_nothing_behind(framework):
    """Where a converter fails, the context is left, and the next `g` is empty."""

    class DateConverter(BaseConverter):
        def to_python(self, value):
            return date.fromisoformat(value)

    app = make(framework, lambda: framework.g.setdefault("user", "nobody"))
    app.url_map.converters["date"] = DateConverter
    app.add_url_rule("/day/<date:day>", "day", lambda day: f"{day:%A}")
    ended = []
    app.teardown_appcontext(ended.append)
    assert list(body_of(app, "/day/2026-11-21")) == [b"Saturday"]
    with pytest.raises(ValueError, match="tomorrow"):
        list(body_of(app, "/day/tomorrow"))
    assert not framework.has_app_context()
    assert [type(error) for error in ended] == [type(None), ValueError]
    assert TestApp(app).get("/").text == "nobody"


@pytest.mark.small_print
def test_uploaded_files_are_closed_at_the_end(framework):
    """The files of a request are closed when it ends."""
    kept = []

    def view():
        kept.append(framework.request.files["photo"])
        return "Thank you"

    app = framework.Flask(__name__)
    app.add_url_rule("/", "view", view, methods=["POST"])
    upload = [("photo", "cat.png", b"x" * 600_000)]
    TestApp(app).post("/", upload_files=upload)
    assert kept[0].stream.closed


# Streams


def test_a_stream_loses_the_request(framework):
    """A generator runs when the view is long over, and there is no request then."""

    def view():
        def pieces():
            yield framework.request.path

        return pieces()

    with pytest.raises(RuntimeError, match="outside of request context"):
        list(body_of(make(framework, view)))


def test_a_stream_keeps_the_request(framework):
    """`stream_with_context` wraps a generator."""

    def pieces():
        yield framework.request.args["name"]
        yield framework.current_app.name

    app = make(framework, lambda: framework.stream_with_context(pieces()))
    assert TestApp(app).get("/?name=ann").text == f"ann{__name__}"
    assert not framework.has_request_context()


@pytest.mark.small_print
def test_a_function_may_make_a_stream(framework):
    """`stream_with_context` wraps a function that makes a generator."""

    def view():
        @framework.stream_with_context
        def pieces():
            yield framework.request.args["name"]

        return pieces()

    assert TestApp(make(framework, view)).get("/?name=ann").text == "ann"


@pytest.mark.differs("Flask does both before the first piece is made")
def test_a_request_ends_with_its_stream(framework):
    """`g` and what it holds last until the last piece was made, and end once."""
    ended = []

    def view():
        framework.g.user = "ann"

        def pieces():
            yield framework.g.user
            yield str(ended)

        return framework.stream_with_context(pieces())

    app = make(framework, view)
    app.teardown_appcontext(lambda error: ended.append(framework.g.pop("user")))
    assert TestApp(app).get("/").text == "ann[]"
    assert ended == ["ann"]


@pytest.mark.differs("Flask raises 'Popped wrong request context'")
def test_two_streams_at_a_time(framework):
    """Streams can take turns in one thread, and each keeps its own request."""

    def view(name):
        def pieces():
            for number in range(3):
                yield f"{framework.request.path} {number}"

        return framework.stream_with_context(pieces())

    app = make(framework, view, "/<name>")
    with closing(body_of(app, "/ann")) as ann, closing(body_of(app, "/bob")) as bob:
        assert [next(ann), next(bob), next(ann)] == [b"/ann 0", b"/bob 0", b"/ann 1"]
        assert not framework.has_request_context()
        assert [list(bob), list(ann)] == [[b"/bob 1", b"/bob 2"], [b"/ann 2"]]


@pytest.mark.parametrize("read", [0, 1])
@pytest.mark.differs("Flask ends the request before the first piece")
def test_a_client_that_goes_away(framework, read):
    """A stream that is closed early ends its request, even before the first piece."""
    ended = []

    def view():
        framework.g.user = "ann"
        return framework.stream_with_context(iter(["one", "two"]))

    app = make(framework, view)
    app.teardown_appcontext(lambda error: ended.append(framework.g.user))
    with closing(body_of(app)) as body:
        for _ in range(read):
            next(body)
        assert ended == []
    assert ended == ["ann"]
    assert not framework.has_app_context()


@pytest.mark.parametrize("read", [0, 1])
@pytest.mark.differs("Flask ends the request before the first piece")
@pytest.mark.small_print
def test_a_generator_is_closed_before_its_request(framework, read):
    """What a generator does when it is closed, it does while the request lasts."""
    calls = []

    def view():
        def pieces():
            try:
                yield "one"
                yield "two"
            finally:
                calls.append("closed")

        return framework.stream_with_context(pieces())

    app = make(framework, view)
    app.teardown_appcontext(lambda error: calls.append("ended"))
    with closing(body_of(app)) as body:
        for _ in range(read):
            next(body)
        assert calls == []
    assert calls == (["closed"] * read) + ["ended"]


@pytest.mark.small_print
def test_an_error_in_a_stream(framework):
    """An error in a stream reaches the teardown functions."""
    ended = []
    error = ValueError("no tea")

    def view():
        @framework.stream_with_context
        def pieces():
            yield "one"
            raise error

        return pieces()

    app = make(framework, view)
    app.teardown_appcontext(ended.append)
    with pytest.raises(ValueError, match="no tea"), closing(body_of(app)) as body:
        list(body)
    assert ended[-1] is error
    assert not framework.has_app_context()


@pytest.mark.small_print
def test_a_stream_that_cannot_be_closed(framework):
    """Where closing a stream fails, its request ends all the same."""
    ended = []

    def view():
        def pieces():
            try:
                yield "one"
            finally:
                raise KeyError("tea")

        return framework.stream_with_context(pieces())

    app = make(framework, view)
    app.teardown_appcontext(ended.append)
    with pytest.raises(KeyError), closing(body_of(app)) as body:
        next(body)
    assert isinstance(ended[-1], KeyError)
    assert not framework.has_app_context()


@pytest.mark.small_print
def test_a_stream_that_nobody_got(framework):
    """The error of a view is told at the end, also if the view had made a stream."""
    ended = []
    error = ValueError("no tea")

    def view():
        stream = framework.stream_with_context(iter(["one"]))
        raise error if stream else KeyError

    app = make(framework, view)
    app.teardown_appcontext(ended.append)
    with pytest.raises(ValueError, match="no tea"):
        list(body_of(app))
    error.__traceback__ = None
    assert ended[0] is error


def test_a_stream_that_nobody_reads(framework):
    """HEAD, which has no body, ends a stream before it began: that is no error."""
    ended = []
    app = make(framework, lambda: framework.stream_with_context(iter(["one"])))
    app.teardown_appcontext(ended.append)
    assert TestApp(app).head("/").status_code == 200
    assert set(ended) == {None}


def test_streams_need_a_request(framework):
    """`stream_with_context` says that there is no request."""
    with pytest.raises(RuntimeError, match="request context"):
        framework.stream_with_context(iter(["one"]))


@pytest.mark.small_print
def test_a_streamed_template_keeps_the_request(framework):
    """What a streamed template calls sees the request."""

    def view():
        source = "{{ path() }} {{ request.path }} {{ g.user }}"
        framework.g.user = "ann"
        return framework.stream_template_string(
            source, path=lambda: framework.request.path
        )

    text = TestApp(make(framework, view)).get("/").text
    assert text in {"/ / ann", "/ / "}


# Elsewhere


@pytest.mark.needs("threads")
def test_another_thread_has_no_request(framework):
    """A thread that a view starts sees no request, unless it is given the variables."""

    def path():
        return framework.request.path

    def view():
        with ThreadPoolExecutor(1) as pool:
            with pytest.raises(RuntimeError, match="outside of"):
                pool.submit(path).result()
            return pool.submit(copy_context().run, path).result()

    assert TestApp(make(framework, view, "/ann")).get("/ann").text == "/ann"


@pytest.mark.needs("threads")
@pytest.mark.small_print
def test_a_function_is_wrapped_for_another_thread(framework):
    """A wrapped function finds the request in its thread, and a `g` of its own."""

    def path():
        framework.g.setdefault("seen", []).append(framework.request.path)
        return framework.request.path, len(framework.g.seen)

    def view(name):
        framework.g.seen = ["the view's"]
        with ThreadPoolExecutor(1) as pool:
            with pytest.raises(RuntimeError, match="outside of"):
                pool.submit(path).result()
            wrapped = framework.copy_current_request_context(path)
            assert wrapped.__name__ == "path"
            return str(pool.submit(wrapped).result())

    app = make(framework, view, "/<name>")
    assert TestApp(app).get("/ann").text == "('/ann', 1)"
    with pytest.raises(RuntimeError, match="request context"):
        framework.copy_current_request_context(path)


@pytest.mark.needs("threads")
@pytest.mark.small_print
def test_a_wrapped_function_outlives_its_request(framework):
    """What a view started may go on when the view's answer is gone."""
    may_go, results = threading.Event(), []

    def view():
        @framework.copy_current_request_context
        def work():
            assert may_go.wait(10)
            results.append((framework.request.path, framework.current_app.name))

        thread = threading.Thread(target=work)
        thread.start()
        results.append(thread)
        return "started"

    TestApp(make(framework, view)).get("/")
    may_go.set()
    results[0].join(10)
    assert results[1:] == [("/", __name__)]


def user_of(framework):
    return framework.request.args["user"], framework.g.user


@pytest.mark.parametrize("kind", ["threads", "greenlets", "tasks"])
def test_a_thousand_at_a_time(framework, kind):
    """A thousand requests that interrupt each other each see their own user."""
    app = framework.Flask(__name__)
    order = random.Random(6)
    answers = {}

    def start(user):
        framework.g.user = user
        assert user_of(framework) == (user, user)

    if kind == "threads":
        meet = threading.Barrier(50)

        @app.route("/")
        def view():
            start(framework.request.args["user"])
            meet.wait(30)
            return " ".join(user_of(framework))

        def ask(user):
            query = f"user={user}"
            answers[user] = b"".join(body_of(app, QUERY_STRING=query)).decode()

        with ThreadPoolExecutor(50) as pool:
            list(pool.map(ask, map(str, range(1000))))
    elif kind == "greenlets":
        from greenlet import greenlet

        hub = greenlet.getcurrent()

        @app.route("/")
        def view():
            start(framework.request.args["user"])
            hub.switch()
            return " ".join(user_of(framework))

        def ask(user):
            query = f"user={user}"
            answers[user] = b"".join(body_of(app, QUERY_STRING=query)).decode()

        # A greenlet's parent, here the hub, goes on when it waits and when it ends.
        running = []
        for user in map(str, range(1000)):
            running.append(greenlet(ask))
            running[-1].switch(user)
        order.shuffle(running)
        for each in running:
            each.switch()
    else:

        async def ask(user):
            with app.test_request_context(f"/?user={user}"):
                start(user)
                for _ in range(order.randrange(4)):
                    await asyncio.sleep(0)
                answers[user] = " ".join(user_of(framework))

        async def ask_all():
            await asyncio.gather(*(ask(str(number)) for number in range(1000)))

        # In a thread of its own, where no other loop can be running.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: asyncio.run(ask_all())).result()
    assert answers == {str(n): f"{n} {n}" for n in range(1000)}
    assert not framework.has_app_context()


@pytest.mark.parametrize("kind", ["text", "data", "stream"])
@pytest.mark.differs("Flask leaves a few objects in a circle")
@pytest.mark.small_print
def test_a_request_leaves_no_garbage(framework, kind):
    """All that a request made is freed without the garbage collector."""
    views = {
        "text": lambda: framework.g.setdefault("user", "ann"),
        "data": lambda: {"user": framework.request.args["user"]},
        "stream": lambda: framework.stream_with_context(iter(["one", "two"])),
    }
    app = make(framework, views[kind])

    def ask():
        with closing(body_of(app, QUERY_STRING="user=ann")) as body:
            next(iter(body))

    ask()
    # Werkzeug's search for a rule leaves a circle; from here on the rule is known.
    ask()
    gc.collect()
    gc.disable()
    try:
        ask()
        assert gc.collect() == 0
    finally:
        gc.enable()


# Matching


def test_a_path_is_answered_alike_every_time(framework):
    """The second request for a path gets what the first one got."""
    app = framework.Flask(__name__)

    @app.route("/things", methods=["GET", "PUT"])
    def things():
        return framework.request.method

    @app.route("/folder/")
    def folder():
        return framework.request.root_path

    @app.route("/page/", defaults={"number": 1})
    @app.route("/page/<int:number>")
    def page(number):
        return str(number)

    client = TestApp(app)
    for _ in range(3):
        assert client.get("/things").text == "GET"
        assert client.put("/things").text == "PUT"
        assert client.head("/things").status_code == 200
        assert client.post("/things", status=405).headers["Allow"]
        assert client.options("/things").headers["Allow"]
        assert client.get("/things/", status=404)
        assert client.get("/folder", status=308).location.endswith("/folder/")
        assert client.get("/page/").text == "1"
        assert client.get("/page/1", status=308).location.endswith("/page/")
        assert client.get("/page/2").text == "2"
        below = client.get("/folder/", extra_environ={"SCRIPT_NAME": "/below"})
        assert below.text == "/below"


def test_an_application_that_looks_elsewhere(framework):
    """A subclass can have the map matched with another method or path."""

    class Overriding(framework.Flask):
        def create_url_adapter(self, request):
            adapter = super().create_url_adapter(request)
            if request is not None and "X-Method" in request.headers:
                adapter.default_method = request.headers["X-Method"]
            return adapter

    app = Overriding(__name__)
    app.add_url_rule("/", "read", lambda: "read")
    app.add_url_rule("/", "write", lambda: "write", methods=["PUT"])
    client = TestApp(app)
    for _ in range(2):
        assert client.get("/").text == "read"
        assert client.get("/", headers={"X-Method": "PUT"}).text == "write"


def test_an_upgrade_is_not_for_a_page(framework):
    """A request for a WebSocket where there is a page is a bad request, 400."""
    client = TestApp(make(framework))
    headers = {"Connection": "keep-alive, Upgrade", "Upgrade": "websocket"}
    for _ in range(2):
        assert client.get("/").text == "Hello"
        client.get("/", headers=headers, status=400)
    client.get("/", headers={"Connection": "Upgrade", "Upgrade": "h2c"}, status=200)


@pytest.mark.parametrize("path", ["", "/", "//", "///x"])
def test_odd_paths(framework, path):
    """Paths with too few or too many slashes are answered alike every time."""
    app = make(framework)
    app.add_url_rule("/x", "x", lambda: "x")
    list(body_of(app, "/"))
    list(body_of(app, "/x"))
    statuses = []
    for _ in range(2):
        body = app(environ(path), lambda status, *rest: statuses.append(status))
        statuses.append(b"".join(body))
    assert statuses[:2] == statuses[2:]
    expected = {"": "308 PERMANENT REDIRECT"}.get(path, "200 OK")
    assert statuses[0] == expected


# URLs


def linked(framework):
    """An application with some rules to build URLs for."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "home", lambda: "")
    app.add_url_rule("/user/<name>", "user", lambda name: "")
    app.add_url_rule("/page/<int:number>", "page", lambda number: "")
    app.add_url_rule("/things", "things", lambda: "", methods=["GET"])
    app.add_url_rule("/things/new", "things", methods=["POST"])
    return app


@pytest.mark.parametrize(
    ("endpoint", "values", "url"),
    [
        ("home", {}, "/"),
        ("user", {"name": "ann"}, "/user/ann"),
        ("user", {"name": "a b?ü"}, "/user/a%20b%3F%C3%BC"),
        ("home", {"q": "tea & milk", "page": 2}, "/?q=tea+%26+milk&page=2"),
        ("home", {"q": ["a", "b"]}, "/?q=a&q=b"),
        ("home", {"q": None}, "/"),
        ("page", {"number": 7}, "/page/7"),
        ("home", {"_anchor": "top of page"}, "/#top%20of%20page"),
        ("home", {"_anchor": "x", "q": 1}, "/?q=1#x"),
        ("home", {"_external": True}, "http://localhost/"),
        ("things", {}, "/things"),
        (".home", {}, "/"),
        ("static", {"filename": "a b.css"}, "/static/a%20b.css"),
        ("user", {"name": "x", "endpoint": "y", "self": "z"}, None),
    ],
)
def test_urls_are_built(framework, endpoint, values, url):
    """`url_for` builds paths in a request, and whole URLs where they are asked for."""
    app = linked(framework)
    with app.test_request_context("/"):
        if url is None:
            with pytest.raises(TypeError):
                framework.url_for(endpoint, **values)
            return
        assert framework.url_for(endpoint, **values) == url
        assert app.url_for(endpoint, **values) == url


@pytest.mark.parametrize(
    ("endpoint", "wishes", "url"),
    [
        ("home", {"_scheme": "https"}, "https://localhost/"),
        ("home", {"_scheme": "https", "_external": True}, "https://localhost/"),
        ("things", {"_method": "POST"}, "/things/new"),
    ],
)
@pytest.mark.small_print
def test_urls_are_built_as_wished(framework, endpoint, wishes, url):
    """`_scheme` is another scheme, and `_method` says which of the rules."""
    with linked(framework).test_request_context("/"):
        assert framework.url_for(endpoint, **wishes) == url


def test_urls_below_a_root(framework):
    """URLs begin where the application is mounted."""
    app = linked(framework)
    with app.test_request_context("/", base_url="https://example.com/shop"):
        assert framework.url_for("user", name="ann") == "/shop/user/ann"
        url = framework.url_for("user", name="ann", _external=True)
        assert url == "https://example.com/shop/user/ann"


@pytest.mark.small_print
def test_urls_outside_of_a_request(framework):
    """Without a request, URLs are whole, and the settings say where they lead."""
    app = linked(framework)
    for build in (framework.url_for, app.url_for):
        with app.app_context(), pytest.raises(RuntimeError, match="SERVER_NAME"):
            build("home")
    app.config["SERVER_NAME"] = "example.com"
    with app.app_context():
        assert framework.url_for("home") == "http://example.com/"
        assert framework.url_for("home", _external=False) == "/"
    app.config.update(PREFERRED_URL_SCHEME="https", APPLICATION_ROOT="/shop")
    with app.app_context():
        assert framework.url_for("home") == "https://example.com/shop/"
    assert app.url_for("home") == "https://example.com/shop/"
    with pytest.raises(RuntimeError, match="outside of application context"):
        framework.url_for("home")


@pytest.mark.small_print
def test_the_configured_name_is_used_in_a_request(framework):
    """A request to another host is answered, and its URLs have the configured name."""
    app = linked(framework)
    app.config["SERVER_NAME"] = "example.com"
    with app.test_request_context("/", base_url="http://10.0.0.7:8000/"):
        assert framework.request.endpoint == "home"
        url = framework.url_for("home", _external=True)
        assert url == "http://example.com/"


@pytest.mark.small_print
def test_urls_that_cannot_be_built(framework):
    """An endpoint or a value that is missing is named; so is a scheme too many."""
    app = linked(framework)
    with app.test_request_context("/"):
        with pytest.raises(BuildError, match="usr"):
            framework.url_for("usr", name="ann")
        with pytest.raises(BuildError, match="name"):
            framework.url_for("user")
        with pytest.raises(ValueError, match="_external"):
            framework.url_for("home", _scheme="https", _external=False)


@pytest.mark.small_print
def test_a_url_can_be_mended(framework):
    """Functions of the application are asked for a URL that cannot be built."""
    app = linked(framework)
    asked = []

    def silent(error, endpoint, values):
        asked.append((type(error).__name__, endpoint, values))

    def other(error, endpoint, values):
        if endpoint == "wiki":
            return f"https://wiki.example.com/{values['page']}"
        raise BuildError("of its own", {}, None)

    app.url_build_error_handlers += [silent, other]
    with app.test_request_context("/"):
        url = framework.url_for("wiki", page="tea", _anchor="green")
        assert url == "https://wiki.example.com/tea"
        settings = {"_method": None, "_scheme": None, "_external": False}
        values = {"page": "tea", "_anchor": "green", **settings}
        assert asked == [("BuildError", "wiki", values)]
        with pytest.raises(BuildError, match="of its own"):
            framework.url_for("blog")


def test_templates_know_where_they_are(framework):
    """Templates can build URLs and see `g` and the request, if there is one."""

    def view():
        framework.g.user = "ann"
        source = "{{ url_for('view') }} {{ request.path }} {{ g.user }}"
        return framework.render_template_string(source)

    app = make(framework, view)
    assert TestApp(app).get("/").text == "/ / ann"
    with app.app_context():
        framework.g.user = "bob"
        assert framework.render_template_string("{{ g.user }}") == "bob"
        text = framework.render_template_string(
            "{{ g }}{{ request }}", g="1", request=2
        )
        assert text == "12"


def test_a_macro_sees_the_request(framework):
    """A template that is imported without context sees the proxies."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "templates").mkdir()
        source = "{% macro where() %}{{ request.path }} {{ g.user }}{% endmacro %}"
        Path(folder, "templates/macros.html").write_text(source)

        def view():
            framework.g.user = "ann"
            source = "{% from 'macros.html' import where %}{{ where() }}"
            return framework.render_template_string(source)

        app = make(framework, view, root_path=folder)
        assert TestApp(app).get("/").text == "/ ann"


# Names that programs and extensions import


@pytest.mark.small_print
def test_contexts_by_name(framework):
    """The contexts themselves are current too, under the names that extensions use."""
    globals_ = importlib.import_module(f"{framework.__name__}.globals")
    ctx = importlib.import_module(f"{framework.__name__}.ctx")
    app = make(framework)
    assert not globals_.app_ctx
    assert not globals_.request_ctx
    with app.app_context() as context:
        assert globals_.app_ctx._get_current_object() is context
        assert isinstance(context, ctx.AppContext)
        assert globals_.app_ctx.g is framework.g._get_current_object()
        assert not globals_.request_ctx
    with app.test_request_context("/") as context:
        assert globals_.request_ctx._get_current_object() is context
        assert isinstance(context, ctx.RequestContext)
        assert globals_.request_ctx.request is framework.request._get_current_object()
        assert globals_.app_ctx.app is globals_.request_ctx.app is app
        assert "http://localhost/" in repr(context)


def test_a_request_context_from_an_environ(framework):
    """`request_context` takes the environ that a server would send."""
    app = make(framework, rule="/<name>")
    with app.request_context(environ("/ann")):
        assert framework.request.view_args == {"name": "ann"}


def test_rules_of_another_map(framework):
    """A rule that was put into the map by hand is found for every method."""
    app = framework.Flask(__name__)
    app.url_map.add(Rule("/any", endpoint="any"))
    app.view_functions["any"] = lambda: framework.request.method
    assert isinstance(app.url_map, Map)
    client = TestApp(app)
    for method in ("GET", "PUT", "DELETE"):
        assert client.request("/any", method=method).text == method


# What is left behind


def forgetful(framework, app, kept):
    """Functions that leave contexts on top of that of their request, by name."""
    contexts = importlib.import_module(f"{framework.__name__}.globals")
    other = make(framework)

    def in_a_generator():
        def pieces():
            with app.app_context():
                yield

        kept.append(pieces())
        next(kept[-1])

    def in_the_wrong_order():
        first, second = app.app_context(), other.app_context()
        first.push()
        second.push()
        with pytest.raises(AssertionError):
            first.pop()

    return {
        "an application": lambda: app.app_context().push(),
        "a request": lambda: app.test_request_context("/who").push(),
        "another application": lambda: other.app_context().push(),
        "a generator": in_a_generator,
        "the wrong order": in_the_wrong_order,
        "itself": lambda: contexts.request_ctx._get_current_object().push(),
        "many": lambda: [app.app_context().push() for _ in range(1_200)],
    }


def after_forgetting(framework, what, error=None):
    """What is called at the end of a request that forgets a context, and what is left.

    The request is known by its ``g.name``, the next one by what it finds in ``g.user``.
    """
    ended, kept = [], []
    app = make(framework, rule="/who", view=lambda: framework.g.get("user", "nobody"))
    app.testing = False
    app.teardown_appcontext(lambda error: ended.append(framework.g.get("name")))
    forget = forgetful(framework, app, kept)[what]

    @app.get("/forget")
    def forgetting():
        framework.g.name = "the request"
        forget()
        framework.g.user = "ann"
        if error is not None:
            raise error
        return "tea"

    with suppress(Exception):
        body_of(app, "/forget")
    left, called = framework.has_app_context(), ended.count("the request")
    kept.clear()
    return called, left, Client(app).get("/who").text


@pytest.mark.parametrize("error", [None, OSError("fire"), NotFound()])
@pytest.mark.parametrize(
    "what", ["an application", "a request", "another application", "the wrong order"]
)
@pytest.mark.small_print
def test_a_context_that_was_forgotten(framework, what, error):
    """A request that forgets a context leaves nothing in the thread."""
    _, left, user = after_forgetting(framework, what, error)
    assert not left
    assert user == "nobody"


@pytest.mark.parametrize("what", ["itself", "many", "a generator"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.differs("Flask ends it with another `g`, or not at all")
@pytest.mark.small_print
def test_a_request_ends_whatever_it_forgot(framework, what):
    """The functions for the end are called once, and find the `g` of the request."""
    for error in (None, OSError("fire")):
        assert after_forgetting(framework, what, error) == (1, False, "nobody")


@pytest.mark.small_print
def test_a_context_that_was_forgotten_in_another(framework):
    """`with` leaves what was forgotten inside of it."""
    app = make(framework)
    for context in (app.app_context(), app.test_request_context("/")):
        with suppress(AssertionError), context:
            app.app_context().push()
            framework.g.user = "ann"
        assert not framework.has_app_context()


@pytest.mark.small_print
def test_a_thread_that_forgets(framework):
    """A function that was wrapped leaves nothing in its thread."""
    app = make(framework)

    def work():
        app.app_context().push()

    def later():
        with suppress(AssertionError):
            wrapped()
        return framework.has_app_context()

    with app.test_request_context("/"):
        wrapped = framework.copy_current_request_context(work)
    assert not Context().run(later)


@pytest.mark.small_print
def test_a_context_that_ends_with_an_error(framework):
    """`pop` in an `except` hands the error to the functions of the end."""
    app, seen = make(framework), []
    app.teardown_appcontext(seen.append)
    error = OSError("fire")
    for make_context in (app.app_context, app.test_request_context):
        context = make_context()
        context.push()
        try:
            raise error
        except OSError:
            context.pop()
    with app.app_context():
        try:
            raise error
        except OSError:
            app.do_teardown_appcontext()
            app.do_teardown_appcontext(None)
    assert seen == [error, error, error, None, None]


@pytest.mark.small_print
def test_g_takes_its_default_by_name(framework):
    """`g.pop` takes its default by position and by name."""
    with make(framework).app_context():
        assert framework.g.pop("db", default=None) is None
        assert framework.g.pop("db", 7) == 7


# Streams that are not sent


def stream_and(framework, view, **config):
    """What is called at the end of requests whose view makes a stream and then fails.

    The garbage collector is switched off, and the errors are kept.
    """
    app, ended, kept = make(framework), [], []
    app.config.update({"TESTING": False, **config})
    app.teardown_appcontext(ended.append)

    @app.get("/stream")
    def stream():
        framework.g.rows = framework.stream_with_context(iter("ab"))
        return view(framework.g.rows)

    gc.disable()
    try:
        Client(app).get("/stream").text  # noqa: B018
    except Exception as error:
        kept.append(error)
    finally:
        gc.enable()
    return ended


def fail(*args):
    raise OSError("fire")


UNSENT = {
    "fails": {"view": fail},
    "fails and is looked at": {"view": fail, "TESTING": True},
    "aborts": {"view": lambda rows: abort(404)},
    "returns nothing": {"view": lambda rows: None},
    "returns a number": {"view": lambda rows: 7},
    "is another stream": {"view": lambda rows: iter("cd")},
}


@pytest.mark.parametrize("how", UNSENT)
@pytest.mark.small_print
def test_a_stream_that_is_not_sent(framework, how):
    """A request ends once, and with it a stream that was made and is not sent."""
    assert len(stream_and(framework, **UNSENT[how])) == 1


@pytest.mark.small_print
def test_a_stream_of_a_page_that_is_not_wanted(framework):
    """HEAD asks for no pieces, and a stream that was made for them ends at once."""
    app, ended = make(framework), []
    app.teardown_appcontext(ended.append)
    app.add_url_rule("/s", "s", lambda: framework.stream_with_context(iter("ab")))
    kept = Client(app).head("/s")
    assert len(ended) == 1
    assert kept.text == ""


@pytest.mark.differs("Flask ends a request before its stream, and again after it")
@pytest.mark.small_print
def test_a_context_that_a_stream_forgot(framework):
    """What a stream entered and forgot is left before its request ends."""
    app, ended = make(framework), []
    app.teardown_appcontext(lambda error: ended.append(framework.g.get("name")))

    @app.get("/s")
    def stream():
        framework.g.name = "the request"

        @framework.stream_with_context
        def pieces():
            app.app_context().push()
            framework.g.name = "forgotten"
            yield "a"

        return pieces()

    assert Client(app).get("/s").text == "a"
    assert ended == ["forgotten", "the request"]


@pytest.mark.differs("in Flask a stream sees the variables of whoever reads it")
def test_a_stream_has_the_variables_of_its_time(framework):
    """A stream sees context variables as they were when it was made, like a task."""
    app, user = make(framework), ContextVar("user", default="nobody")

    @app.get("/s")
    def stream():
        user.set("ann")

        def pieces():
            yield user.get()

        made = framework.stream_with_context(pieces())
        user.set("bob")
        return made

    assert Context().run(lambda: Client(app).get("/s").text) == "ann"


# Objects of your own


def test_an_adapter_of_your_own_is_asked_each_time(framework):
    """A map adapter may look at anything, and so is asked for every request."""

    class ByHeader(MapAdapter):
        def match(self, *args, **options):
            rule, values = super().match(*args, **options)
            beta = framework.request.headers.get("X-Beta")
            return (beta_rule if beta else rule), values

    class Shop(framework.Flask):
        def create_url_adapter(self, request):
            adapter = super().create_url_adapter(request)
            if request is not None:
                adapter.__class__ = ByHeader
            return adapter

    app = Shop(__name__)
    app.add_url_rule("/", "index", lambda: "index")
    app.add_url_rule("/beta", "beta", lambda: "beta")
    beta_rule = next(app.url_map.iter_rules("beta"))
    client = TestApp(app)
    for headers, text in (({}, "index"), ({}, "index"), ({"X-Beta": "1"}, "beta")):
        assert client.get("/", headers=headers).text == text


def test_a_map_of_your_own_is_asked(framework):
    """A map's `bind_to_environ` is called for every request."""
    asked = []

    class Asked(Map):
        def bind_to_environ(self, environ, *args, **options):
            asked.append(environ["PATH_INFO"])
            return super().bind_to_environ(environ, *args, **options)

    class Shop(framework.Flask):
        url_map_class = Asked

    app = Shop(__name__)
    app.add_url_rule("/", "index", lambda: framework.url_for("index"))
    for _ in range(3):
        assert TestApp(app).get("/").text == "/"
    assert asked == ["/", "/", "/"]


def test_a_request_of_your_own_is_matched_by_its_environ(framework):
    """What a request of your own class makes of its path changes no rule."""

    class Shouting(framework.Request):
        def __init__(self, environ, *args, **options):
            super().__init__(environ, *args, **options)
            self.path = self.path.upper()

    app = framework.Flask(__name__)
    app.request_class = Shouting
    app.add_url_rule("/tea", "tea", lambda: framework.request.path)
    assert TestApp(app).get("/tea").text == "/TEA"


@pytest.mark.small_print
def test_an_application_without_a_map(framework):
    """`create_url_adapter` may return nothing, if something else answers."""

    class Closed(framework.Flask):
        def create_url_adapter(self, request):
            return None

        def dispatch_request(self):
            return "closed"

    assert TestApp(Closed(__name__)).get("/").text == "closed"


@pytest.mark.small_print
def test_json_is_read_by_the_request_s_own_application(framework):
    """`get_json` asks the provider of the application that the request came to."""

    class Shouting(type(framework.Flask(__name__).json)):
        def loads(self, s, **options):
            return str(super().loads(s, **options)).upper()

    one, two = make(framework), make(framework)
    one.json = Shouting(one)
    context = one.test_request_context("/", method="POST", json="tea")
    assert context.request.get_json() == "TEA"
    with two.app_context():
        assert one.request_context(environ()).request.json_module is one.json
        other = one.test_request_context("/", method="POST", json="milk")
        assert other.request.get_json() == "MILK"


def test_many_functions_at_the_end(framework):
    """There may be any number of functions for the end."""
    app, called = make(framework), []
    for _ in range(1_200):
        app.teardown_appcontext(called.append)
    TestApp(app).get("/")
    assert len(called) == 1_200


# URLs


@pytest.mark.differs("Flask asks the application of the request, whoever is asked")
@pytest.mark.small_print
def test_the_url_of_another_application(framework):
    """`url_for` is of the current application, and whole if another one answers."""
    one, two = make(framework), make(framework)
    two.config["SERVER_NAME"] = "two.example"
    one.add_url_rule("/here", "here")
    two.add_url_rule("/there", "there")
    with one.test_request_context("/"):
        assert framework.url_for("here") == "/here"
        with two.app_context():
            assert framework.url_for("there") == "http://two.example/there"
            assert one.url_for("here") == "/here"
            with one.app_context():
                assert framework.url_for("here") == "/here"
        with two.test_request_context("/", base_url="http://two.example/shop"):
            assert framework.url_for("there") == "/shop/there"
            with pytest.raises(RuntimeError):
                one.url_for("here")


@pytest.mark.differs("Flask leaves the path of the mount as it is")
@pytest.mark.small_print
def test_a_mount_is_quoted(framework):
    """The path that an application is mounted at is a part of its URLs."""
    app = framework.Flask(__name__)
    app.add_url_rule("/tea/", "tea", lambda: framework.url_for("tea"))
    for name, url in (
        ("", ""),
        ("Tür", "T%C3%BCr"),
        ("a b", "a%20b"),
        ("50%", "50%25"),
    ):
        client = Client(app)
        root = {"SCRIPT_NAME": f"/{name}".rstrip("/").encode().decode("latin-1")}
        expected = f"/{url}/tea/".replace("//", "/")
        assert client.get("/tea/", environ_overrides=root).text == expected
        redirect = client.get("/tea", environ_overrides=root).headers["Location"]
        assert redirect == f"http://localhost{expected}"
    app.config.update(SERVER_NAME="shop.example", APPLICATION_ROOT="/Tür/a%20b")
    with app.app_context():
        assert framework.url_for("tea") == "http://shop.example/T%C3%BCr/a%20b/tea/"


@pytest.mark.small_print
def test_a_link_from_a_form(framework):
    """Rules for the method of the request come first, unless `_method` says which."""
    app = framework.Flask(__name__)
    app.add_url_rule("/greet", "greet", methods=["GET", "POST"])
    app.add_url_rule("/greet/<name>", "greet")
    for method, url in (("GET", "/greet/todd"), ("POST", "/greet?name=todd")):
        with app.test_request_context("/greet", method=method):
            assert framework.url_for("greet", name="todd") == url
            assert (
                framework.url_for("greet", name="todd", _method="GET") == "/greet/todd"
            )


@pytest.mark.small_print
def test_urls_in_a_template_without_a_context(framework):
    """A template that is rendered by hand knows the application that it belongs to."""
    app = framework.Flask(__name__)
    app.config["SERVER_NAME"] = "shop.example"
    app.add_url_rule("/tea", "tea")
    template = app.jinja_env.from_string("{{ url_for('tea') }}")
    assert template.render() == "http://shop.example/tea"
