"""Chapter 15: coroutines where a function is called, and a door for ASGI servers."""

import asyncio
import io
import sys
import threading
import time
from importlib import import_module
from unittest.mock import patch

import pytest
from webtest import TestApp, lint
from werkzeug.exceptions import ClientDisconnected

# The page has no threads, and asgiref waits in one.
threads = pytest.mark.needs("threads")
asgi = pytest.mark.differs("Flask has no asgi_app: this is ours")


def make(framework, name="shop"):
    app = framework.Flask(name)
    app.testing = True
    app.secret_key = "only for these tests"
    return app


async def later(value):
    """Give way, and return ``value``."""
    await asyncio.sleep(0)
    return value


# Coroutines


def test_a_plain_function_stays_what_it_is(framework):
    app = make(framework)

    def view():
        return "tea"

    assert app.ensure_sync(view) is view


@threads
def test_a_coroutine_function_is_called_and_waited_for(framework):
    async def add(a, *, b):
        return await later(a + b)

    assert make(framework).ensure_sync(add)(1, b=2) == 3


@threads
def test_a_view(framework):
    """It sees the request, and may return all that a plain one may."""
    app = make(framework)

    @app.route("/<int:number>", methods=["GET", "POST"])
    async def view(number):
        return await later({"number": number, "q": framework.request.args["q"]}), 201

    answer = TestApp(app).get("/7?q=tea", status=201)
    assert answer.json == {"number": 7, "q": "tea"}


@threads
def test_a_hook_before_the_view(framework):
    """It may answer, or let the view do so."""
    app = make(framework)

    @app.before_request
    async def hook():
        framework.g.seen = await later("seen")
        if framework.request.path == "/closed":
            return "closed", 503
        return None

    app.add_url_rule("/", "view", lambda: framework.g.seen)
    assert TestApp(app).get("/").text == "seen"
    assert TestApp(app).get("/closed", status=503).text == "closed"


@threads
@pytest.mark.small_print
def test_hooks_after_the_view(framework):
    """Those of all requests, and those of one."""
    app, ended = make(framework), []

    @app.after_request
    async def name(response):
        response.headers["X-Shop"] = await later("tea")
        return response

    @app.teardown_request
    async def end(error):
        ended.append((await later("request"), error))

    @app.teardown_appcontext
    async def end_all(error):
        ended.append((await later("context"), error))

    @app.get("/")
    def view():
        @framework.after_this_request
        async def once(response):
            response.headers["X-Once"] = await later(framework.request.path)
            return response

        return ""

    answer = TestApp(app).get("/")
    assert (answer.headers["X-Shop"], answer.headers["X-Once"]) == ("tea", "/")
    assert ended == [("request", None), ("context", None)]


@threads
@pytest.mark.small_print
def test_a_hook_after_the_view_that_returns_nothing(framework):
    """It is named, as a plain one is. (Flask fails elsewhere.)"""
    app = make(framework)

    @app.after_request
    async def forgetful(response):
        await later(response)

    app.add_url_rule("/", "view", lambda: "")
    with pytest.raises(TypeError):
        TestApp(app).get("/")


@threads
@pytest.mark.small_print
@pytest.mark.parametrize(
    ("path", "text"),
    [("/missing", "404"), ("/key", "KeyError"), ("/broken", "ZeroDivisionError")],
)
def test_handlers_of_errors(framework, path, text):
    """By code, by class, and for what nobody handles."""
    app = make(framework)
    app.testing = False
    app.logger.disabled = True

    @app.errorhandler(404)
    async def missing(error):
        return await later(str(error.code))

    @app.errorhandler(KeyError)
    async def key(error):
        return await later(type(error).__name__)

    @app.errorhandler(500)
    async def broken(error):
        return await later(type(error.original_exception).__name__)

    @app.get("/key")
    async def view():
        raise KeyError(await later("tea"))

    @app.get("/broken")
    def other():
        return 1 / 0

    assert TestApp(app).get(path).text == text


@threads
def test_an_error_of_a_coroutine_is_one_of_the_request(framework):
    app = make(framework)

    @app.get("/")
    async def view():
        await later(None)
        raise LookupError("tea")

    with pytest.raises(LookupError, match="tea"):
        TestApp(app).get("/")


@threads
def test_abort_in_a_coroutine(framework):
    app = make(framework)

    @app.get("/")
    async def view():
        framework.abort(await later(418))

    TestApp(app).get("/", status=418)


@threads
@pytest.mark.small_print
def test_views_that_are_classes(framework):
    """The methods of one may be of both kinds."""
    views, app = import_module(f"{framework.__name__}.views"), make(framework)

    class Things(views.MethodView):
        async def get(self):
            return await later("get")

        def post(self):
            return "post"

    class Page(views.View):
        init_every_request = False

        async def dispatch_request(self, name):
            return await later(name)

    app.add_url_rule("/things", view_func=Things.as_view("things"))
    app.add_url_rule("/page/<name>", view_func=Page.as_view("page"))
    assert TestApp(app).get("/things").text == "get"
    assert TestApp(app).post("/things").text == "post"
    assert TestApp(app).head("/things").text == ""
    assert TestApp(app).get("/page/tea").text == "tea"


@threads
@pytest.mark.small_print
def test_a_blueprint(framework):
    app, office = make(framework), framework.Blueprint("office", __name__)

    @office.before_request
    async def before():
        framework.g.steps = [await later("before")]

    @office.after_request
    async def after(response):
        response.headers["X-Steps"] = ",".join(framework.g.steps)
        return await later(response)

    @office.errorhandler(KeyError)
    async def handler(error):
        framework.g.steps.append("handler")
        return await later("handled")

    @office.get("/")
    async def view():
        framework.g.steps.append(await later("view"))
        raise KeyError

    app.register_blueprint(office, url_prefix="/office")
    answer = TestApp(app).get("/office/")
    assert answer.headers["X-Steps"] == "before,view,handler"


@threads
@pytest.mark.small_print
def test_what_completes_templates(framework):
    app = make(framework)

    @app.context_processor
    async def names():
        return {"path": await later(framework.request.path)}

    @app.get("/tea")
    def view():
        return framework.render_template_string("{{ path }}")

    assert TestApp(app).get("/tea").text == "/tea"


@threads
@pytest.mark.differs("in Flask it may not be a coroutine")
def test_what_looks_at_the_values_of_a_url(framework):
    app = make(framework)

    @app.url_value_preprocessor
    async def pull(endpoint, values):
        framework.g.language = await later(values.pop("language"))

    app.add_url_rule("/<language>", "view", lambda: framework.g.language)
    assert TestApp(app).get("/de").text == "de"


@threads
@pytest.mark.small_print
@pytest.mark.differs("in Flask it may not be a coroutine")
def test_names_for_a_shell(framework):
    app = make(framework)

    @app.shell_context_processor
    async def names():
        return await later({"tea": 1})

    with app.app_context():
        assert app.make_shell_context()["tea"] == 1


@threads
@pytest.mark.small_print
@pytest.mark.differs("in Flask a command may not be a coroutine")
def test_a_command(framework):
    app = make(framework)

    @app.cli.command("greet")
    async def greet():
        print(await later(framework.current_app.name))

    assert app.test_cli_runner().invoke(args=["greet"]).output == "shop\n"


@threads
@pytest.mark.small_print
def test_a_listener(framework):
    app, told = make(framework), []
    signals = import_module(f"{framework.__name__}.signals")

    async def listen(sender, **values):
        told.append(await later(sender))

    app.add_url_rule("/", "view", lambda: "")
    with signals.request_started.connected_to(listen, app):
        TestApp(app).get("/")
    assert told == [app]


@threads
@pytest.mark.small_print
def test_what_is_current_is_so_in_what_a_view_starts(framework):
    """In each of several coroutines, and what they put into `g` is for all."""
    app = make(framework)

    async def of(name):
        await later(None)
        framework.g.setdefault("names", []).append(name)
        return f"{framework.request.path} {framework.current_app.name}"

    @app.get("/tea")
    async def view():
        found = await asyncio.gather(of("a"), of("b"), asyncio.create_task(of("c")))
        return [*found, *sorted(framework.g.names)]

    expected = ["/tea shop"] * 3 + ["a", "b", "c"]
    assert TestApp(app).get("/tea").json == expected


@threads
def test_requests_side_by_side_are_kept_apart(framework):
    """Each in a thread of its own, with coroutines that take turns."""
    app, found = make(framework), {}

    @app.get("/<name>")
    async def view(name):
        for _ in range(20):
            await asyncio.sleep(0.001)
            assert framework.request.path == f"/{name}"
        return framework.request.path

    def ask(name):
        found[name] = TestApp(app).get(f"/{name}").text

    names = [str(number) for number in range(8)]
    started = [threading.Thread(target=ask, args=[name]) for name in names]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    assert found == {name: f"/{name}" for name in names}


@threads
def test_a_session(framework):
    app = make(framework)

    @app.get("/")
    async def view():
        framework.session["count"] = await later(framework.session.get("count", 0) + 1)
        return str(framework.session["count"])

    client = TestApp(app)
    assert [client.get("/").text for _ in range(2)] == ["1", "2"]


@threads
@pytest.mark.small_print
def test_a_copied_request_for_a_coroutine(framework):
    """What is copied for it can be called by a thread, and waits."""
    app, found = make(framework), []

    @app.get("/tea")
    def view():
        @framework.copy_current_request_context
        async def aside(word):
            found.append(await later(f"{word} {framework.request.path}"))

        thread = threading.Thread(target=aside, args=["at"])
        thread.start()
        thread.join()
        return ""

    TestApp(app).get("/tea")
    assert found == ["at /tea"]


@threads
def test_a_stream_of_a_coroutine(framework):
    app = make(framework)

    @app.get("/")
    async def view():
        def pieces():
            yield "a"
            yield framework.request.path

        await later(None)
        return framework.stream_with_context(pieces())

    assert TestApp(app).get("/").text == "a/"


def test_another_way_of_waiting(framework):
    """A subclass may exchange `async_to_sync`, or `ensure_sync`."""

    class ByHand(framework.Flask):
        def async_to_sync(self, func):
            def wrapper(*args, **kwargs):
                try:
                    func(*args, **kwargs).send(None)
                except StopIteration as end:
                    return end.value

            return wrapper

    app = ByHand("shop")

    @app.get("/")
    async def view():
        return "by hand"

    assert TestApp(app).get("/").text == "by hand"


@pytest.mark.small_print
def test_without_asgiref_it_is_said_what_to_install(framework):
    app = make(framework)
    with (
        patch.dict(sys.modules, {"asgiref": None, "asgiref.sync": None}),
        pytest.raises(RuntimeError, match=r"[Ii]nstall .*async"),
    ):
        app.ensure_sync(later)("tea")


@pytest.mark.small_print
@asgi
def test_without_asgiref_there_is_no_second_door(framework):
    app = make(framework)
    with (
        patch.dict(sys.modules, {"asgiref": None, "asgiref.sync": None}),
        pytest.raises(RuntimeError, match=r"Install tinyflask\[async\]"),
    ):
        app.asgi_app()


# What an ASGI server asks, in WSGI's words


def scope_of(path="/", headers=(), **changes):
    """What an ASGI server says of a request."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"tea.example"), *headers],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.2", 50000),
    }
    return scope | changes


def environ_of(framework, scope, body=b""):
    module = import_module(f"{framework.__name__}.asgi")
    return module.environ_of(scope, io.BytesIO(body))


@asgi
def test_a_scope_becomes_an_environ(framework):
    scope = scope_of(
        "/café", method="POST", query_string=b"q=1", scheme="https", http_version="1.0"
    )
    environ = environ_of(framework, scope, b"two bags")
    request = framework.Request(environ)
    assert (request.method, request.path, request.args["q"]) == ("POST", "/café", "1")
    assert request.url == "https://tea.example/café?q=1"
    assert environ["SERVER_PROTOCOL"] == "HTTP/1.0"
    assert request.get_data() == b"two bags"


@asgi
def test_headers_by_the_names_of_wsgi(framework):
    headers = [
        (b"content-type", b"text/plain"),
        (b"content-length", b"8"),
        (b"accept-language", b"de"),
    ]
    environ = environ_of(framework, scope_of(headers=headers))
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["CONTENT_LENGTH"] == "8"
    assert environ["HTTP_ACCEPT_LANGUAGE"] == "de"
    assert "HTTP_CONTENT_TYPE" not in environ


@asgi
@pytest.mark.small_print
def test_who_serves_and_who_asks(framework):
    environ = environ_of(framework, scope_of())
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("127.0.0.1", "8000")
    assert (environ["REMOTE_ADDR"], environ["REMOTE_PORT"]) == ("127.0.0.2", "50000")
    environ = environ_of(framework, scope_of(server=("/a/socket", None), client=None))
    assert environ["SERVER_PORT"] == "80"
    assert "REMOTE_ADDR" not in environ


@asgi
@pytest.mark.small_print
def test_a_header_that_comes_twice(framework):
    """Its values stand in one line, those of cookies as cookies do."""
    headers = [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x-forwarded-for", b"10.0.0.1"),
        (b"x-forwarded-for", b"10.0.0.2"),
    ]
    environ = environ_of(framework, scope_of(headers=headers))
    assert environ["HTTP_X_FORWARDED_FOR"] == "10.0.0.1,10.0.0.2"
    assert framework.Request(environ).cookies.to_dict() == {"a": "1", "b": "2"}


@asgi
@pytest.mark.small_print
def test_a_header_with_an_underscore_is_not_taken_for_another(framework):
    headers = [(b"x_forwarded_for", b"10.0.0.9"), (b"x-forwarded-for", b"10.0.0.1")]
    environ = environ_of(framework, scope_of(headers=headers))
    assert environ["HTTP_X_FORWARDED_FOR"] == "10.0.0.1"


@asgi
@pytest.mark.small_print
@pytest.mark.parametrize("root", ["", "/shop"])
def test_a_path_as_it_was_written(framework, root):
    """Its bytes need not be UTF-8, and it may be below another one."""
    raw = root.encode() + b"/caf%E9/%2Fx"
    scope = scope_of(f"{root}/caf\ufffd//x", raw_path=raw, root_path=root)
    environ = environ_of(framework, scope)
    assert environ["SCRIPT_NAME"] == root
    assert environ["PATH_INFO"] == "/caf\xe9//x"


@asgi
@pytest.mark.small_print
def test_a_root_path_that_the_path_does_not_have(framework):
    """Some servers have it there, and others do not."""
    environ = environ_of(framework, scope_of("/tea", root_path="/shop"))
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("/shop", "/tea")
    environ = environ_of(framework, scope_of("/shop/tea", root_path="/shop"))
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("/shop", "/tea")
    environ = environ_of(framework, scope_of("/shopping", root_path="/shop"))
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("/shop", "/shopping")
    environ = environ_of(framework, scope_of("/shop", root_path="/shop"))
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("/shop", "")


# An ASGI server


class Server:
    """Calls an application once, on a loop of its own, and keeps what it sends."""

    def __init__(self, app, scope, *messages):
        self.app, self.scope = app, scope
        self.messages = list(messages)
        self.sent = []
        # Set when a piece was sent; and what is to be received after the first piece.
        self.after_first_piece = []

    def run(self):
        asyncio.run(asyncio.wait_for(self.main(), 6))
        return self

    async def main(self):
        self.waiting = asyncio.Queue()
        self.loop = asyncio.get_running_loop()
        for message in self.messages:
            self.waiting.put_nowait(message)
        await self.app.asgi_app(self.scope, self.waiting.get, self.send)

    async def send(self, message):
        self.sent.append(message)
        if message["type"] == "http.response.body":
            while self.after_first_piece:
                self.waiting.put_nowait(self.after_first_piece.pop(0))
                # Whoever listens is to hear of it before the next piece.
                await asyncio.sleep(0.05)

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def headers(self):
        return dict(self.sent[0]["headers"])

    @property
    def body(self):
        return b"".join(message["body"] for message in self.sent[1:])


def in_pieces(*pieces):
    """The messages of a body."""
    last = len(pieces) - 1
    return [
        {"type": "http.request", "body": piece, "more_body": number < last}
        for number, piece in enumerate(pieces)
    ]


DISCONNECT = {"type": "http.disconnect"}


def serve(app, *pieces, **changes):
    return Server(app, scope_of(**changes), *in_pieces(*(pieces or (b"",)))).run()


@threads
@asgi
def test_an_answer(framework):
    app = make(framework)

    @app.get("/tea")
    def view():
        return "two bags", 201, {"X-Shop": "tea"}

    server = serve(app, path="/tea")
    assert (server.status, server.body) == (201, b"two bags")
    assert server.headers[b"x-shop"] == b"tea"
    assert server.headers[b"content-length"] == b"8"
    assert [each.get("more_body") for each in server.sent[-2:]] == [True, False]
    assert serve(app, path="/milk").status == 404
    assert serve(app, path="/tea", method="HEAD").body == b""


@threads
@asgi
def test_a_body_in_pieces(framework):
    app = make(framework)
    app.add_url_rule(
        "/", "view", lambda: framework.request.json["name"], methods=["POST"]
    )
    headers = [(b"content-type", b"application/json")]
    server = serve(
        app, b'{"na', b"", b'me": "t', b'ea"}', method="POST", headers=headers
    )
    assert server.body == b"tea"


@threads
@asgi
def test_a_large_body_in_one_piece(framework):
    app = make(framework)

    @app.post("/")
    def view():
        stream, size = framework.request.stream, 0
        while piece := stream.read(10_000):
            size += len(piece)
        return str(size)

    assert serve(app, bytes(5_000_000), method="POST").body == b"5000000"


@threads
@asgi
@pytest.mark.small_print
def test_a_body_that_is_too_large(framework):
    """It is refused, with its length or without."""
    app = make(framework)
    app.config["MAX_CONTENT_LENGTH"] = 10
    app.add_url_rule(
        "/", "view", lambda: framework.request.get_data(), methods=["POST"]
    )
    pieces = [b"12345", b"67890", b"1"]
    assert serve(app, *pieces, method="POST").status == 413
    length = [(b"content-length", b"11")]
    assert serve(app, *pieces, method="POST", headers=length).status == 413
    assert serve(app, *pieces[:2], method="POST").body == b"1234567890"


@threads
@asgi
@pytest.mark.small_print
def test_a_coroutine_has_the_body(framework):
    """It cannot wait for it on the loop. So it is there, within the limit."""
    app = make(framework)
    app.config["MAX_CONTENT_LENGTH"] = 2_000_000

    @app.before_request
    async def hook():
        if framework.request.path == "/hook":
            framework.g.body = framework.request.get_data()

    @app.post("/view")
    async def view():
        await later(None)
        return str(len(framework.request.get_data()))

    @app.post("/hook")
    def plain():
        return str(len(framework.g.body))

    for path in ("/view", "/hook"):
        pieces = [bytes(300_000)] * 6
        assert serve(app, *pieces, method="POST", path=path).body == b"1800000"
        assert (
            serve(app, *pieces, b"1" * 200_001, method="POST", path=path).status == 413
        )
        assert serve(app, b"", method="POST", path=path).body == b"0"


@threads
@asgi
@pytest.mark.small_print
def test_a_plain_view_reads_what_a_coroutine_before_it_has_left(framework):
    app = make(framework)

    @app.before_request
    async def hook():
        await later(None)

    @app.post("/")
    def view():
        stream = framework.request.stream
        return stream.read(3) + b"|" + stream.read()

    assert serve(app, b"two ", b"bags", method="POST").body == b"two| bags"


@threads
@asgi
@pytest.mark.small_print
def test_a_body_that_nobody_reads_is_taken_before_the_end(framework):
    """A server may wait for it."""
    app = make(framework)
    server = serve(app, b"1", b"2", b"3", method="POST", path="/missing")
    assert server.status == 404
    assert server.waiting.empty()


@threads
@asgi
def test_where_views_run(framework):
    """A plain one in a thread, and a coroutine on the loop of the server."""
    app, found = make(framework), {}

    @app.get("/plain")
    def plain():
        found["plain"] = threading.current_thread()
        return ""

    @app.get("/async")
    async def coroutine():
        found["async"] = threading.current_thread()
        found["loop"] = asyncio.get_running_loop()
        return await later("")

    serve(app, path="/plain")
    server = serve(app, path="/async")
    assert found["plain"] is not threading.current_thread()
    assert found["async"] is threading.current_thread()
    assert found["loop"] is server.loop


@threads
@asgi
def test_many_at_once(framework):
    """A hundred that wait, of both kinds, do not wait for each other."""
    app = make(framework)

    @app.get("/plain")
    def plain():
        time.sleep(0.2)
        return ""

    @app.get("/async")
    async def coroutine():
        await asyncio.sleep(0.2)
        return ""

    async def ask(number):
        path = "/plain" if number % 2 else "/async"
        server = Server(app, scope_of(path), *in_pieces(b""))
        await server.main()
        return server.status

    async def ask_all():
        return await asyncio.gather(*(ask(number) for number in range(100)))

    begun = time.monotonic()
    assert asyncio.run(ask_all()) == [200] * 100
    # One after the other they would take twenty seconds.
    assert time.monotonic() - begun < 10


@threads
@asgi
def test_a_stream_is_sent_piece_by_piece(framework):
    app, made = make(framework), []

    @app.get("/")
    def view():
        def pieces():
            for number in range(3):
                made.append(len(server.sent))
                yield str(number)

        return pieces()

    server = Server(app, scope_of(), *in_pieces(b""))
    server.run()
    assert server.body == b"012"
    # Each is sent before the next one is made; the first one after the status.
    assert made == [0, 2, 3]


@threads
@asgi
@pytest.mark.small_print
def test_a_client_that_goes_away_while_a_stream_is_sent(framework):
    """The stream is closed, and the context ended, once."""
    app, ended, made = make(framework), [], []
    app.teardown_request(lambda error: ended.append(type(error)))

    @app.get("/")
    def view():
        @framework.stream_with_context
        def pieces():
            for number in range(100):
                made.append(number)
                yield str(number)

        return pieces()

    server = Server(app, scope_of(), *in_pieces(b""))
    server.after_first_piece = [DISCONNECT]
    server.run()
    assert ended == [GeneratorExit]
    assert len(made) < 5


@threads
@asgi
@pytest.mark.small_print
def test_a_client_that_goes_away_while_a_body_comes(framework):
    """Whoever reads is told so, each time, and the context ends once."""
    app, ended, told = make(framework), [], []
    app.teardown_request(lambda error: ended.append(error))

    @app.post("/")
    def view():
        for _ in range(2):
            try:
                framework.request.environ["wsgi.input"].read()
            except ClientDisconnected:
                told.append(True)
        return ""

    messages = [*in_pieces(b"1", b"2", b"3")[:2], DISCONNECT]
    Server(app, scope_of(method="POST"), *messages).run()
    assert told == [True, True]
    assert ended == [None]


@threads
@asgi
@pytest.mark.small_print
def test_a_client_that_goes_away_before_the_answer(framework):
    """Nothing is sent any more, and the context ends."""
    app, ended = make(framework), []
    app.teardown_request(lambda error: ended.append(error))

    @app.get("/")
    async def view():
        await asyncio.sleep(0.05)
        return "tea"

    server = Server(app, scope_of(), *in_pieces(b""), DISCONNECT).run()
    assert server.sent == []
    assert ended == [None]


@threads
@asgi
@pytest.mark.small_print
def test_a_client_that_leaves_a_body_behind(framework):
    """A stream hears of it, even where nobody has read the body."""
    app, made = make(framework), []

    @app.post("/")
    def view():
        return (str(made.append(number)) for number in range(100))

    server = Server(app, scope_of(method="POST"), *in_pieces(b"1", b"2", b"3", b"4"))
    server.after_first_piece = [DISCONNECT]
    server.run()
    assert len(made) < 5


@threads
@asgi
@pytest.mark.small_print
def test_a_server_that_fails(framework):
    """Whoever reads does not wait for ever, nothing is sent, and the server is told."""
    app = make(framework)
    app.add_url_rule(
        "/", "view", lambda: framework.request.get_data(), methods=["POST"]
    )

    class Failing(Server):
        async def main(self):
            async def receive():
                raise LookupError("the server failed")

            await self.app.asgi_app(self.scope, receive, self.send)

    server = Failing(app, scope_of(method="POST"))
    with pytest.raises(LookupError, match="the server failed"):
        server.run()
    assert server.sent == []


@threads
@asgi
@pytest.mark.small_print
def test_a_request_that_is_given_up(framework):
    """A plain view that reads afterwards is told, and its thread ends."""
    app, told = make(framework), threading.Event()

    @app.post("/")
    def view():
        time.sleep(0.2)
        try:
            framework.request.get_data()
        except ClientDisconnected:
            told.set()
        return ""

    async def main():
        never = asyncio.Queue()

        async def send(message):
            raise AssertionError("nothing is to be sent")

        answering = asyncio.create_task(
            app.asgi_app(scope_of(method="POST"), never.get, send)
        )
        await asyncio.sleep(0.05)
        answering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answering
        assert await asyncio.to_thread(told.wait, 10)

    asyncio.run(main())


@threads
@asgi
@pytest.mark.small_print
def test_an_application_that_raises_what_a_future_cannot_hold(framework):
    app = make(framework)
    app.add_url_rule("/", "view", lambda: next(iter(())))
    with pytest.raises(RuntimeError, match="StopIteration"):
        serve(app)


@threads
@asgi
@pytest.mark.small_print
def test_a_response_that_is_started_twice(framework):
    app = make(framework)

    def broken(environ, start_response):
        start_response("200 OK", [])
        start_response("201 Created", [])
        return []

    app.wsgi_app = broken
    with pytest.raises(AssertionError, match="twice"):
        serve(app)


@threads
@asgi
@pytest.mark.small_print
@pytest.mark.filterwarnings("error")
def test_what_the_server_gives_may_be_any_callable(framework):
    app = make(framework)
    app.add_url_rule("/", "view", lambda: "tea")

    class Wrapped(Server):
        async def main(self):
            self.waiting = asyncio.Queue()
            self.waiting.put_nowait(self.messages[0])
            await self.app.asgi_app(
                self.scope,
                lambda: self.waiting.get(),
                lambda message: self.send(message),
            )

    assert Wrapped(app, scope_of(), *in_pieces(b"")).run().body == b"tea"


@asgi
@pytest.mark.small_print
def test_a_path_that_somebody_on_the_way_has_changed(framework):
    """What an ASGI middleware puts there is what counts."""
    environ = environ_of(framework, scope_of("/tea", raw_path=b"/v1/tea"))
    assert environ["PATH_INFO"] == "/tea"


@threads
@asgi
def test_an_error_is_the_server_s(framework):
    """While testing; else it is a 500."""
    app = make(framework)
    app.add_url_rule("/", "view", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        serve(app)
    app.testing = False
    app.logger.disabled = True
    assert serve(app).status == 500


@threads
@asgi
def test_middleware_is_called(framework):
    """What wraps `wsgi_app` is there by this door, too."""
    app = make(framework)
    inner = app.wsgi_app

    def middleware(environ, start_response):
        environ["PATH_INFO"] = "/tea"
        return inner(environ, start_response)

    app.wsgi_app = middleware
    app.add_url_rule("/tea", "view", lambda: "tea")
    assert serve(app, path="/milk").body == b"tea"


@threads
@asgi
def test_what_start_response_returns_sends_as_well(framework):
    """PEP 3333 has this for old applications."""
    app = make(framework)

    def old(environ, start_response):
        write = start_response("200 OK", [("Content-Type", "text/plain")])
        write(b"first ")
        return [b"second"]

    app.wsgi_app = old
    assert serve(app).body == b"first second"


@threads
@asgi
@pytest.mark.small_print
@pytest.mark.filterwarnings("error")
def test_it_is_a_server_of_wsgi_as_the_specification_has_it(framework):
    app = make(framework)
    app.wsgi_app = lint.middleware(app.wsgi_app)

    @app.route("/", methods=["GET", "POST"])
    def view():
        return framework.request.get_data() or "empty"

    assert serve(app).body == b"empty"
    body = [(b"content-length", b"8"), (b"content-type", b"text/plain")]
    server = serve(app, b"two ", b"bags", method="POST", headers=body)
    assert server.body == b"two bags"


@threads
@asgi
@pytest.mark.small_print
def test_an_error_after_the_first_piece(framework):
    """It is raised, as nothing else can be told any more."""
    app = make(framework)

    def broken(environ, start_response):
        start_response("200 OK", [])(b"begun")
        try:
            raise LookupError("too late")
        except LookupError:
            start_response("500 Oh", [], sys.exc_info())
        return []

    app.wsgi_app = broken
    with pytest.raises(LookupError, match="too late"):
        serve(app)


@asgi
@pytest.mark.small_print
def test_the_life_of_a_server(framework):
    """It says that it starts and that it ends, and each is agreed to."""
    messages = [{"type": f"lifespan.{each}"} for each in ("startup", "shutdown")]
    server = Server(make(framework), {"type": "lifespan"}, *messages)
    finish(server)
    assert [message["type"] for message in server.sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


@asgi
@pytest.mark.small_print
def test_a_websocket_is_refused(framework):
    connect = {"type": "websocket.connect"}
    server = Server(make(framework), {"type": "websocket", "path": "/"}, connect)
    finish(server)
    assert server.sent == [{"type": "websocket.close"}]


@asgi
@pytest.mark.small_print
def test_what_nobody_knows_is_an_error(framework):
    with pytest.raises(ValueError, match="'carrier pigeon'"):
        finish(Server(make(framework), {"type": "carrier pigeon"}))


def finish(server):
    """Call the application without a loop, as nothing in it waits."""

    async def receive():
        return server.messages.pop(0)

    async def send(message):
        server.sent.append(message)

    with pytest.raises(StopIteration):
        server.app.asgi_app(server.scope, receive, send).send(None)


@asgi
def test_it_is_made_once(framework):
    app = make(framework)
    assert app.asgi_app is app.asgi_app


@threads
@asgi
@pytest.mark.small_print
def test_the_session_of_a_websocket(framework):
    """Its handshake has the cookies, and a request can be made of it."""
    app = make(framework)

    @app.get("/enter")
    def enter():
        framework.session["name"] = "ann"
        return ""

    cookie = serve(app, path="/enter").headers[b"set-cookie"].partition(b";")[0]
    scope = scope_of("/chat", [(b"cookie", cookie)], type="websocket", scheme="ws")
    del scope["method"]
    with app.request_context(environ_of(framework, scope)):
        assert framework.session["name"] == "ann"
