"""Chapter 12: an application can be called without a server."""

import gc
import importlib
from contextlib import suppress
from io import BytesIO
from weakref import ref

import pytest
import werkzeug.test
from werkzeug.wrappers import Request as BaseRequest


def testing_of(framework):
    """The module for tests, which neither package imports by itself."""
    return importlib.import_module(f"{framework.__name__}.testing")


def make(framework, **settings):
    """An application with pages that say what they were asked."""
    app = framework.Flask(__name__)
    app.secret_key = "only for these tests"
    app.config.update(settings)

    @app.route("/", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def index():
        return framework.request.method

    @app.get("/user")
    def user():
        framework.g.seen = True
        return framework.session.get("user", "nobody")

    @app.post("/login")
    def login():
        framework.session["user"] = framework.request.form["user"]
        return framework.redirect("/user")

    @app.post("/json")
    def json():
        return framework.jsonify(framework.request.get_json())

    @app.get("/broken")
    def broken():
        raise ZeroDivisionError

    return app


def test_a_client_asks_and_reads(framework):
    """Each method of HTTP is a method of the client, and the response is read whole."""
    client = make(framework).test_client()
    for method in ("get", "post", "put", "patch", "delete"):
        response = getattr(client, method)("/")
        assert response.text == method.upper()
        assert response.status_code == 200
    assert client.options("/").allow
    assert client.head("/").data == b""
    assert client.get("/nowhere").status == "404 NOT FOUND"


def test_the_response_is_of_the_applications_class(framework):
    """It has what `response_class` has, and knows the request that it answers."""
    app = make(framework)

    class Mine(framework.Response):
        @property
        def shouted(self):
            return self.text.upper()

    app.response_class = Mine
    response = app.test_client().get("/user?x=1")
    assert isinstance(response, Mine)
    assert response.shouted == "NOBODY"
    assert response.request.path == "/user"
    assert response.request.query_string == b"x=1"


def test_json_is_sent_and_read(framework):
    """`json=` is the body, and `response.json` what is in the answer's."""
    client = make(framework).test_client()
    response = client.post("/json", json={"tea": [1, None]})
    assert response.json == {"tea": [1, None]}
    assert response.request.content_type == "application/json"


@pytest.mark.small_print
def test_json_is_that_of_the_application(framework):
    """The application's provider writes what is sent, and reads what is answered."""
    from importlib import import_module

    app = make(framework)
    provider = import_module(f"{framework.__name__}.json.provider")

    class Shouting(provider.DefaultJSONProvider):
        def dumps(self, obj, **kwargs):
            return super().dumps(obj, **kwargs).upper()

        def loads(self, s, **kwargs):
            loaded = super().loads(s, **kwargs)
            return [loaded]

    app.json = Shouting(app)
    response = app.test_client().post("/json", json={"a": "b"})
    assert response.text.strip() == '[{"A":"B"}]'.upper()
    assert response.json == [[{"A": "B"}]]


def test_a_form_and_a_file_are_sent(framework):
    """`data=` is a form, and what is in a tuple with a name is a file in it."""
    app = make(framework)

    @app.post("/file")
    def file():
        got = framework.request.files["file"]
        return f"{framework.request.form['name']} {got.filename} {got.read().decode()}"

    data = {"name": "ann", "file": (BytesIO(b"tea"), "tea.txt")}
    assert app.test_client().post("/file", data=data).text == "ann tea.txt tea"


def test_cookies_are_kept(framework):
    """The session is there in the next request, and not for another client."""
    app = make(framework)
    client = app.test_client()
    client.post("/login", data={"user": "ann"})
    assert client.get("/user").text == "ann"
    assert app.test_client().get("/user").text == "nobody"
    assert client.get_cookie("session").http_only
    client.delete_cookie("session")
    assert client.get("/user").text == "nobody"


def test_a_client_without_cookies(framework):
    """With `use_cookies=False` nothing is kept."""
    client = make(framework).test_client(use_cookies=False)
    client.post("/login", data={"user": "ann"})
    assert client.get("/user").text == "nobody"


def test_redirects_are_followed(framework):
    """With the cookies that were set on the way, and the way in `history`."""
    client = make(framework).test_client()
    response = client.post("/login", data={"user": "ann"}, follow_redirects=True)
    assert response.text == "ann"
    assert response.request.path == "/user"
    assert [each.status_code for each in response.history] == [302]
    assert client.post("/login", data={"user": "ann"}).status_code == 302


def test_what_was_current_can_be_looked_at(framework):
    """In a `with` block: the request, its session and `g`, and not after it."""
    app = make(framework)
    with app.test_client() as client:
        client.post("/login", data={"user": "ann"})
        assert framework.request.path == "/login"
        assert framework.session["user"] == "ann"
        client.get("/user?x=1")
        assert framework.request.args["x"] == "1"
        assert framework.g.seen
        assert framework.current_app._get_current_object() is app
        assert framework.url_for("user") == "/user"
    assert not framework.has_request_context()
    assert not framework.has_app_context()


def test_nothing_stays_without_the_block(framework):
    """A client outside of `with` leaves nothing current, and neither does one after."""
    client = make(framework).test_client()
    client.get("/user")
    assert not framework.has_request_context()
    with client:
        pass
    client.get("/user")
    assert not framework.has_request_context()


def test_the_last_request_of_a_redirect_is_current(framework):
    """The context is that of the page at the end of the way."""
    with make(framework).test_client() as client:
        client.post("/login", data={"user": "ann"}, follow_redirects=True)
        assert framework.request.path == "/user"
        assert framework.g.seen
    assert not framework.has_request_context()


@pytest.mark.differs("Flask enters the contexts of the whole way, one in the other")
def test_the_way_there_is_left(framework):
    """A request that leads elsewhere is left before the next one begins."""
    app, order = make(framework), []
    app.before_request(lambda: order.append(f"begin {framework.request.path}"))
    app.teardown_request(lambda error: order.append(f"end {framework.request.path}"))
    with app.test_client() as client:
        client.post("/login", data={"user": "ann"}, follow_redirects=True)
    assert order == [
        *("begin /login", "end /login", "end /login"),
        *("begin /user", "end /user", "end /user"),
    ]


def test_a_block_is_left_by_an_error(framework):
    """What the test raises goes on, and nothing is left current."""
    app, told = make(framework), []
    app.teardown_request(told.append)
    with pytest.raises(LookupError), app.test_client() as client:
        client.get("/user")
        raise LookupError
    assert not framework.has_request_context()
    with app.test_client() as client:
        client.get("/user")
        assert framework.request.path == "/user"


def test_a_view_that_raises_within_a_block(framework):
    """The test gets the error, and the next request is all right."""
    client = make(framework, TESTING=True).test_client()
    with client:
        client.get("/user")
        with pytest.raises(ZeroDivisionError):
            client.get("/broken")
        assert not framework.has_request_context()
        client.get("/")
        assert framework.request.path == "/"
    assert not framework.has_app_context()


def test_errors_are_passed_on_or_not(framework):
    """By TESTING, unless PROPAGATE_EXCEPTIONS says otherwise."""
    app = make(framework)
    app.logger.disabled = True
    client = app.test_client()
    try:
        assert client.get("/broken").status_code == 500
        app.config["TESTING"] = True
        with pytest.raises(ZeroDivisionError):
            client.get("/broken")
        app.config["PROPAGATE_EXCEPTIONS"] = False
        assert client.get("/broken").status_code == 500
    finally:
        app.logger.disabled = False


@pytest.mark.small_print
def test_a_block_within_a_block(framework):
    """One client cannot be in two of them; two clients can."""
    app = make(framework)
    with app.test_client() as client, app.test_client() as other:
        with pytest.raises(RuntimeError):
            client.__enter__()
        client.get("/user")
        other.get("/")
        assert framework.request.path == "/"
    assert not framework.has_request_context()


def test_a_session_to_begin_with(framework):
    """What a transaction puts into the session is there in the next request."""
    client = make(framework).test_client()
    with client.session_transaction() as session:
        assert not framework.has_request_context()
        assert "user" not in session
        session["user"] = "ann"
    assert client.get("/user").text == "ann"
    with client.session_transaction() as session:
        assert session.pop("user") == "ann"
    assert client.get("/user").text == "nobody"


def test_a_session_within_a_block(framework):
    """What is current stays so while the session is open."""
    with make(framework).test_client() as client:
        client.get("/user?x=1")
        with client.session_transaction() as session:
            session["user"] = "ann"
            assert framework.request.args["x"] == "1"
        assert framework.request.args["x"] == "1"
        assert client.get("/user").text == "ann"


@pytest.mark.small_print
def test_a_session_of_an_applications_own(framework):
    """Any interface can be used, and any name and path of the cookie."""
    app, kept = make(framework, SESSION_COOKIE_NAME="s"), {}
    interface = framework.sessions.SessionInterface
    kind = framework.sessions.SecureCookieSession

    class InMemory(interface):
        def open_session(self, app, request):
            return kind(kept.setdefault(request.path, {}))

        def save_session(self, app, session, response):
            kept["/user"] = dict(session)

    client = app.test_client()
    with client.session_transaction() as session:
        session["user"] = "bob"
    assert client.get("/user").text == "bob"
    app.session_interface = InMemory()
    with client.session_transaction("/user") as session:
        session["user"] = "ann"
    assert client.get("/user").text == "ann"


@pytest.mark.small_print
def test_a_session_that_cannot_be(framework):
    """Without a key or without cookies, the test is told what is missing."""
    app = make(framework)
    with (
        pytest.raises(TypeError, match=r"(?i)cookies"),
        app.test_client(use_cookies=False).session_transaction(),
    ):
        pass
    app.secret_key = None
    with (
        pytest.raises(RuntimeError, match="session"),
        app.test_client().session_transaction(),
    ):
        pass


@pytest.mark.small_print
def test_an_interface_that_opens_an_empty_session(framework):
    """What is not to be saved is not saved."""
    app = make(framework)

    class Never(framework.sessions.SecureCookieSessionInterface):
        def open_session(self, app, request):
            return self.make_null_session(app)

    app.session_interface = Never()
    client = app.test_client()
    with client.session_transaction() as session:
        assert not session
        # It is left as it is, whatever a test does to it.
        dict.__setitem__(session, "user", "ann")
    assert client.get_cookie("session") is None


@pytest.mark.small_print
def test_an_error_saves_no_session(framework):
    """A transaction that fails changes nothing."""
    client = make(framework).test_client()
    with suppress(LookupError), client.session_transaction() as session:
        session["user"] = "ann"
        raise LookupError
    assert client.get("/user").text == "nobody"


@pytest.mark.small_print
def test_what_can_be_asked_with(framework):
    """A builder, an environ or a request in place of a path, with `environ_base`."""
    app = make(framework)
    app.add_url_rule("/from", "from", lambda: framework.request.remote_addr)
    client = app.test_client()
    assert client.get("/from").text == "127.0.0.1"
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    for base in (werkzeug.test.EnvironBuilder, testing_of(framework).EnvironBuilder):
        args = (app,) if base is testing_of(framework).EnvironBuilder else ()
        builder = base(*args, path="/from")
        assert client.open(builder).text == "192.0.2.7"
        assert client.open(builder.get_request()).text == "192.0.2.7"
        environ = builder.get_environ()
        assert client.open(environ).text == "192.0.2.7"
        assert client.open(BaseRequest(environ)).text == "192.0.2.7"
        builder.environ_base = {"REMOTE_ADDR": "192.0.2.8"}
        assert client.open(builder).text == "192.0.2.8"
    other = client.get("/from", environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert other.text == "192.0.2.9"
    assert client.get("/from").text == "192.0.2.7"
    agent = app.test_client().environ_base["HTTP_USER_AGENT"]
    assert agent.startswith("Werkzeug/")


@pytest.mark.small_print
def test_a_builder_is_not_changed(framework):
    """The same builder can be sent twice, in a block and outside."""
    client = make(framework).test_client()
    builder = werkzeug.test.EnvironBuilder("/user")
    with client:
        client.open(builder)
        assert framework.request.path == "/user"
    assert "werkzeug.debug.preserve_context" not in (builder.environ_base or {})
    client.open(builder)
    assert not framework.has_request_context()


@pytest.mark.small_print
def test_other_hosts(framework):
    """The host is the configured one, or what the request says."""
    app = framework.Flask(__name__, subdomain_matching=True)
    app.config.update(SERVER_NAME="shop.example", PREFERRED_URL_SCHEME="https")
    app.add_url_rule("/", "index", lambda: framework.request.url)
    app.add_url_rule("/", "api", lambda: "api", subdomain="api")
    client = app.test_client()
    assert client.get("/").text == "https://shop.example/"
    assert client.get("/", subdomain="api").text == "api"
    assert client.get("http://shop.example/").text == "http://shop.example/"
    response = client.get("/", base_url="http://shop.example/below")
    assert response.text == "http://shop.example/below/"


@pytest.mark.small_print
def test_cookies_go_to_their_host(framework):
    """A session of one host is not sent to another, in a transaction neither."""
    client = make(framework).test_client()
    with client.session_transaction(base_url="http://a.example") as session:
        session["user"] = "ann"
    assert client.get("/user").text == "nobody"
    assert client.get("/user", base_url="http://a.example").text == "ann"
    assert client.get_cookie("session", domain="a.example")


@pytest.mark.small_print
def test_a_client_of_ones_own(framework):
    """`test_client_class` makes it, with the arguments that are left over."""
    app = make(framework)

    class Mine(testing_of(framework).FlaskClient):
        def __init__(self, *args, user=None, **kwargs):
            super().__init__(*args, **kwargs)
            self.user = user

        def open(self, *args, **kwargs):
            kwargs.setdefault("headers", {})["X-User"] = self.user
            return super().open(*args, **kwargs)

    app.test_client_class = Mine
    app.add_url_rule("/who", "who", lambda: framework.request.headers["X-User"])
    client = app.test_client(user="ann")
    assert isinstance(client, Mine)
    assert client.get("/who").text == "ann"
    assert client.application is app


@pytest.mark.small_print
def test_a_stream_within_a_block(framework):
    """A response in pieces can be read in the block, and after it."""
    app, ended = make(framework), []
    app.teardown_appcontext(ended.append)

    @app.get("/stream")
    def stream():
        def pieces():
            yield from ("tea ", "at ")
            yield framework.request.path

        return framework.stream_with_context(pieces())

    with app.test_client() as client:
        response = client.get("/stream")
        assert framework.request.path == "/stream"
        assert response.text == "tea at /stream"
        assert framework.request.path == "/stream"
        later = client.get("/stream")
    assert later.text == "tea at /stream"
    later.close()
    assert not framework.has_request_context()
    buffered = app.test_client().get("/stream", buffered=True)
    assert buffered.text == "tea at /stream"
    assert set(ended) == {None}


@pytest.mark.small_print
def test_a_context_around_a_request_is_shared(framework):
    """`g` is that of the test, if the test has entered the application's context."""
    app = make(framework)
    with app.app_context():
        with app.test_client() as client:
            client.get("/user")
            assert framework.g.seen
        assert framework.g.seen
        assert framework.has_app_context()
        assert not framework.has_request_context()


def test_a_client_is_released(framework):
    """Neither an application nor a context is kept by a client that is gone."""
    app = make(framework)
    with app.test_client() as client:
        client.get("/user")
        context = ref(framework.g._get_current_object())
    app = client = ref(app), None
    gc.collect()
    assert context() is None
    assert app[0]() is None


def test_an_application_in_another(framework):
    """A view may test another application, whose context is its own."""
    inner, outer = make(framework), make(framework)

    @outer.get("/inner")
    def ask():
        with inner.test_client() as client:
            client.get("/user")
            assert framework.current_app._get_current_object() is inner
            path = framework.request.path
        return f"{path} from {framework.request.path}"

    assert outer.test_client().get("/inner").text == "/user from /inner"
    assert not framework.has_request_context()
