"""Chapter 9: state lives with the client, signed."""

import hashlib
import importlib
import json
import warnings
import zlib
from base64 import urlsafe_b64decode
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http.cookies import SimpleCookie
from uuid import UUID
from wsgiref.util import setup_testing_defaults

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from markupsafe import Markup
from webtest import TestApp

KEY = "tea"


def make(framework, **config):
    """An application with pages that read, write and leave the session."""
    app = framework.Flask(__name__, template_folder=None, static_folder=None)
    app.config.update(TESTING=True, SECRET_KEY=KEY)
    app.config.update(config)

    @app.get("/")
    def untouched():
        return "tea"

    @app.get("/write")
    def write():
        framework.session.update(framework.request.args)
        return ""

    @app.get("/read")
    def read():
        return dict(framework.session)

    @app.get("/clear")
    def clear():
        framework.session.clear()
        return ""

    return app


def cookie_of(response):
    """The cookie that a response sets, or ``None``."""
    cookies = SimpleCookie(response.headers.get("Set-Cookie", ""))
    return next(iter(cookies.values()), None)


def payload_text(value):
    """What is signed, without the time and the signature."""
    return value.rpartition(".")[0].rpartition(".")[0]


def read_with(app, cookie, name="session"):
    """What a page finds in a session whose cookie is this text."""
    return TestApp(app).get("/read", headers={"Cookie": f"{name}={cookie}"}).json


def payload(value):
    """What everybody can read in the value of a cookie."""
    content = payload_text(value).rpartition(".")[2]
    content = urlsafe_b64decode(content + "===")
    return json.loads(zlib.decompress(content) if value.startswith(".") else content)


# Remembering


def test_a_session_is_remembered(framework):
    """What one request puts in, the next one finds."""
    client = TestApp(make(framework))
    client.get("/write?user=ann")
    assert client.get("/read").json == {"user": "ann"}
    client.get("/write?age=7")
    assert client.get("/read").json == {"user": "ann", "age": "7"}


def test_sessions_of_two_clients(framework):
    """Each client has its own."""
    app = make(framework)
    ann, bob = TestApp(app), TestApp(app)
    ann.get("/write?user=ann")
    bob.get("/write?user=bob")
    assert ann.get("/read").json == {"user": "ann"}
    assert bob.get("/read").json == {"user": "bob"}


def test_the_cookie_is_set_when_something_changed(framework):
    """A request that only reads, or does nothing, sets no cookie."""
    client = TestApp(make(framework))
    assert cookie_of(client.get("/")) is None
    assert cookie_of(client.get("/read")) is None
    assert cookie_of(client.get("/write?user=ann")) is not None
    assert cookie_of(client.get("/read")) is None
    assert cookie_of(client.get("/")) is None


def test_an_emptied_session_is_deleted(framework):
    """The cookie of a session that is empty now is deleted; one never set is not."""
    client = TestApp(make(framework))
    client.get("/write?user=ann")
    gone = cookie_of(client.get("/clear"))
    assert gone.value == ""
    assert gone["max-age"] == "0"
    assert client.get("/read").json == {}


def test_what_is_inside_of_a_value_is_not_noticed(framework):
    """A list in the session that grows is not saved, unless `modified` says so."""
    app = make(framework)

    @app.get("/grow")
    def grow():
        framework.session.setdefault("things", []).append("tea")
        return ""

    @app.get("/grow-and-say")
    def grow_and_say():
        framework.session["things"].append("milk")
        framework.session.modified = True
        return ""

    client = TestApp(app)
    client.get("/grow")
    assert client.get("/read").json == {"things": ["tea"]}
    client.get("/grow")
    assert client.get("/read").json == {"things": ["tea"]}
    client.get("/grow-and-say")
    assert client.get("/read").json == {"things": ["tea", "milk"]}


def test_everything_that_changes_a_dictionary_is_noticed(framework):
    """Setting, deleting, popping and updating all modify."""
    app = make(framework)
    changes = {
        "setitem": lambda session: session.__setitem__("user", "bob"),
        "delitem": lambda session: session.__delitem__("user"),
        "pop": lambda session: session.pop("user"),
        "popitem": lambda session: session.popitem(),
        "update": lambda session: session.update(user="bob"),
        "setdefault": lambda session: session.setdefault("age", 7),
        "clear": lambda session: session.clear(),
        "permanent": lambda session: setattr(session, "permanent", True),
    }

    @app.get("/change/<how>")
    def change(how):
        framework.session["user"] = "ann"
        framework.session.modified = False
        changes[how](framework.session)
        return [framework.session.modified]

    for how in changes:
        assert TestApp(app).get(f"/change/{how}").json == [True], how


def test_a_session_in_hooks(framework):
    """Hooks on both sides of the view see the session, and what they set is saved."""
    app = make(framework)

    @app.before_request
    def before():
        framework.session["before"] = 1

    @app.after_request
    def after(response):
        framework.session["after"] = 2
        return response

    client = TestApp(app)
    client.get("/")
    assert client.get("/read").json == {"before": 1, "after": 2}


def test_a_session_is_saved_with_an_error(framework):
    """A 404, a handled error and a 500 save the session too."""
    app = make(framework, PROPAGATE_EXCEPTIONS=False)
    app.logger.disabled = True

    @app.get("/fail")
    def fail():
        framework.session["failed"] = True
        return 1 / 0

    client = TestApp(app)
    client.get("/fail", status=500)
    assert client.get("/read").json == {"failed": True}


def test_outside_of_a_request(framework):
    """There is no session without a request."""
    with pytest.raises(RuntimeError, match="request context"):
        framework.session.get("user")


def test_a_session_in_a_made_up_request(framework):
    """`test_request_context` has a session, read from the cookie that it is given."""
    app = make(framework)
    client = TestApp(app)
    client.get("/write?user=ann")
    header = f"session={client.cookies['session']}"
    with app.test_request_context("/", headers={"Cookie": header}):
        assert framework.session == {"user": "ann"}
        assert framework.session["user"] == "ann"


@pytest.mark.small_print
def test_a_copied_request_shares_the_session(framework):
    """A function that takes the request elsewhere has the same session."""
    app = make(framework)

    @app.get("/copied")
    def copied():
        @framework.copy_current_request_context
        def elsewhere():
            framework.session["user"] = "ann"

        elsewhere()
        return dict(framework.session)

    assert TestApp(app).get("/copied").json == {"user": "ann"}


# Without a key


def test_without_a_key_a_session_can_be_read(framework):
    """It is empty, and asking it does no harm."""
    app = make(framework, SECRET_KEY=None)
    assert TestApp(app).get("/read").json == {}
    assert read_with(app, "anything") == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.__setitem__("user", "ann"),
        lambda session: session.pop("user", None),
        lambda session: session.update(user="ann"),
        lambda session: session.setdefault("user", "ann"),
        lambda session: session.clear(),
        lambda session: session.popitem(),
        lambda session: setattr(session, "permanent", True),
    ],
)
def test_without_a_key_it_cannot_be_changed(framework, change):
    """Every way to change it says what is missing."""
    app = make(framework, SECRET_KEY=None)
    with (
        app.test_request_context("/"),
        pytest.raises(RuntimeError, match=r"secret_key"),
    ):
        change(framework.session)


# The cookie


def test_the_cookie_as_it_is_by_default(framework):
    """It ends with the browser, is for the whole host, and not for scripts."""
    cookie = cookie_of(TestApp(make(framework)).get("/write?user=ann"))
    assert cookie.key == "session"
    assert cookie["path"] == "/"
    assert cookie["httponly"] is True
    for name in ("domain", "secure", "samesite", "expires", "max-age"):
        assert not cookie[name]


def test_all_settings_of_the_cookie(framework):
    """Each setting becomes what it is named after; so it does when it is deleted."""
    app = make(
        framework,
        SESSION_COOKIE_NAME="shop",
        SESSION_COOKIE_DOMAIN="localhost",
        SESSION_COOKIE_PATH="/shop",
        SESSION_COOKIE_HTTPONLY=False,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PARTITIONED=True,
    )

    @app.get("/come-and-go")
    def come_and_go():
        framework.session["user"] = "ann"
        del framework.session["user"]
        return ""

    for path, value in (("/write?user=ann", "shop=e"), ("/come-and-go", "shop=;")):
        text = TestApp(app).get(path).headers["Set-Cookie"]
        assert text.startswith(value)
        for part in (
            "Domain=localhost",
            "Path=/shop",
            "Secure",
            "SameSite=Lax",
            "Partitioned",
        ):
            assert part in text
        assert "HttpOnly" not in text


def test_the_path_is_that_of_the_application(framework):
    """Unless it is set, the cookie is for `APPLICATION_ROOT`."""
    app = make(framework, APPLICATION_ROOT="/shop")
    assert cookie_of(TestApp(app).get("/write?user=ann"))["path"] == "/shop"


def test_everybody_can_read_it(framework):
    """The content is plain JSON, packed if that is shorter, and it is signed."""
    app = make(framework)
    value = cookie_of(TestApp(app).get("/write?user=ann")).value
    assert payload(value) == {"user": "ann"}
    long = cookie_of(TestApp(app).get("/write?user=" + 500 * "a")).value
    assert long.startswith(".")
    assert len(long) < 200
    assert payload(long) == {"user": 500 * "a"}


# Vary


def test_vary_says_who_looked(framework):
    """A page that looked at the session depends on the cookie, and says so."""
    client = TestApp(make(framework))
    assert "Vary" not in client.get("/").headers
    assert client.get("/read").headers["Vary"] == "Cookie"
    assert client.get("/write?user=ann").headers["Vary"] == "Cookie"
    assert "Vary" not in client.get("/").headers
    assert client.get("/clear").headers["Vary"] == "Cookie"


def test_vary_keeps_what_the_view_said(framework):
    """`Cookie` is added to what there is."""
    app = make(framework)

    @app.get("/varied")
    def varied():
        framework.session.get("user")
        return "", {"Vary": "Accept"}

    assert TestApp(app).get("/varied").headers["Vary"] == "Accept, Cookie"


def test_a_template_that_does_not_look(framework):
    """Rendering a template is not looking at the session; naming it there is."""
    app = make(framework)
    render = framework.render_template_string
    app.add_url_rule("/plain", "plain", lambda: render("tea"))
    app.add_url_rule("/named", "named", lambda: render("{{ session.user }}"))
    client = TestApp(app)
    assert "Vary" not in client.get("/plain").headers
    assert client.get("/named").headers["Vary"] == "Cookie"


# How long


def test_a_permanent_session_lasts(framework):
    """A permanent session has a date, and is sent anew with each response."""
    app = make(framework, PERMANENT_SESSION_LIFETIME=timedelta(hours=1))

    @app.get("/stay")
    def stay():
        framework.session.permanent = True
        return ""

    client = TestApp(app)
    cookie = cookie_of(client.get("/stay"))
    expires = datetime.strptime(cookie["expires"], "%a, %d %b %Y %H:%M:%S GMT")
    left = expires.replace(tzinfo=UTC) - datetime.now(UTC)
    assert timedelta(minutes=59) < left < timedelta(minutes=61)
    assert client.get("/read").json == {"_permanent": True}
    response = client.get("/")
    assert cookie_of(response) is not None
    assert response.headers["Vary"] == "Cookie"


def test_a_permanent_session_need_not_be_refreshed(framework):
    """With `SESSION_REFRESH_EACH_REQUEST` off it is sent when it changed."""
    app = make(framework, SESSION_REFRESH_EACH_REQUEST=False)
    client = TestApp(app)
    app.add_url_rule("/stay", "stay", lambda: str(stay(framework)))
    client.get("/stay")
    assert cookie_of(client.get("/")) is None
    assert cookie_of(client.get("/write?user=ann")) is not None


def stay(framework):
    framework.session.permanent = True


@pytest.mark.parametrize("value", [60, timedelta(minutes=1)])
def test_the_lifetime_may_be_seconds(framework, value):
    """`permanent_session_lifetime` is a span of time, the setting may be a number."""
    app = make(framework, PERMANENT_SESSION_LIFETIME=value)
    assert app.permanent_session_lifetime == timedelta(minutes=1)
    app.permanent_session_lifetime = timedelta(days=1)
    assert app.config["PERMANENT_SESSION_LIFETIME"] == timedelta(days=1)


def test_a_cookie_that_is_too_old(framework):
    """A cookie that is older than a session may last is as good as none."""
    app = make(framework, PERMANENT_SESSION_LIFETIME=3700)
    value = cookie_of(TestApp(app).get("/write?user=ann")).value
    value = resigned(value, 3600)
    assert read_with(app, value) == {"user": "ann"}
    app.config["PERMANENT_SESSION_LIFETIME"] = 3500
    assert read_with(app, value) == {}


def resigned(value, ago):
    """The same content, signed with the key of these tests so many seconds ago."""

    class Ago(TimestampSigner):
        def get_timestamp(self):
            return super().get_timestamp() - ago

    signer = Ago(KEY, salt="cookie-session", key_derivation="hmac")
    content = value.rpartition(".")[0].rpartition(".")[0]
    return signer.sign(content).decode()


# Attacks


def test_a_forged_cookie(framework):
    """Without the key nobody makes a session, and nobody changes one."""
    app = make(framework)
    value = cookie_of(TestApp(app).get("/write?user=ann")).value
    assert read_with(app, value) == {"user": "ann"}
    content, _, rest = value.partition(".")
    forged = [
        "",
        "x",
        ".",
        "..",
        "...",
        content,
        f"{content}.",
        f"{content}..",
        f"x{value}",
        f"{value}x",
        value[:-1],
        value[1:],
        value.replace(".", ""),
        f".{value}",
        f"eyJ1c2VyIjoiYm9iIn0.{rest}",
        value.swapcase(),
        "a" * 100_000,
        "\\303\\244",
        "%00",
        '"' + value,
    ]
    for each in forged:
        assert read_with(app, each) == {}, each


@pytest.mark.parametrize(
    "options",
    [
        {"secret_key": "milk", "salt": "cookie-session"},
        {"secret_key": KEY, "salt": "another"},
    ],
)
def test_a_cookie_with_another_key_or_purpose(framework, options):
    """What was signed with another key, or for something else, is no session."""
    serializer = URLSafeTimedSerializer(
        **options, signer_kwargs={"key_derivation": "hmac"}
    )
    assert read_with(make(framework), serializer.dumps({"user": "bob"})) == {}


@pytest.mark.differs("Flask lets the error through, and answers 500")
def test_content_that_cannot_be_read(framework):
    """What was signed with the key and is no dictionary is no session, and no error."""
    signer = TimestampSigner(KEY, salt="cookie-session", key_derivation="hmac")
    for content in ("e", "bm9uZQ", ".bm9uZQ", "WzEsMl0", "ImFiYyI", "NQ", "bnVsbA"):
        assert read_with(make(framework), signer.sign(content).decode()) == {}


@pytest.mark.small_print
def test_a_cookie_that_is_too_large(framework):
    """A session that no browser would keep is sent with a warning."""
    app = make(framework)

    @app.get("/large")
    def large():
        framework.session["noise"] = "".join(map(chr, range(200, 2500)))
        return ""

    with pytest.warns(UserWarning, match="too large"):
        TestApp(app).get("/large")
    app.config["MAX_COOKIE_SIZE"] = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        assert len(cookie_of(TestApp(app).get("/large")).value) > 4093


# Keys


def test_keys_can_be_rotated(framework):
    """An old key still opens sessions, and what is saved is signed with the new one."""
    value = cookie_of(TestApp(make(framework)).get("/write?user=ann")).value
    app = make(framework, SECRET_KEY="milk")
    assert read_with(app, value) == {}
    app = make(framework, SECRET_KEY="milk", SECRET_KEY_FALLBACKS=["coffee", KEY])
    assert read_with(app, value) == {"user": "ann"}
    client = TestApp(app)
    header = {"Cookie": f"session={value}"}
    renewed = cookie_of(client.get("/write?age=7", headers=header)).value
    app = make(framework, SECRET_KEY="milk")
    assert read_with(app, renewed) == {"user": "ann", "age": "7"}


def test_a_key_that_changes(framework):
    """The key is looked up for each request, and each application has its own."""
    app, other = make(framework), make(framework, SECRET_KEY="milk")
    value = cookie_of(TestApp(app).get("/write?user=ann")).value
    assert read_with(other, value) == {}
    app.secret_key = "milk"
    assert read_with(app, value) == {}
    app.secret_key = KEY.encode()
    assert read_with(app, value) == {"user": "ann"}


# Values

VALUES = [
    None,
    True,
    7,
    1.5,
    "tea",
    [1, [2, []]],
    {},
    {"a": {"b": [1]}},
    (1, "a"),
    ((), [(1,)]),
    b"\x00\xff",
    Markup("<b>tea</b>"),
    UUID("12345678123456781234567812345678"),
    datetime(2026, 11, 21, 12, 30, 15, tzinfo=UTC),
    {" t": [1]},
    {" t": (1,)},
    {" di": 1},
    {" di": {" di": b""}},
    {" t__": 1},
    {" b": 1, "a": 2},
    [{" u": "x"}],
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_keep_their_types(framework, value):
    """What JSON has no type for comes back as what it was."""
    app = make(framework)
    seen = []

    @app.get("/set")
    def put():
        framework.session["value"] = value
        return ""

    @app.get("/get")
    def get():
        seen.append(framework.session["value"])
        return ""

    client = TestApp(app)
    client.get("/set")
    client.get("/get")
    assert seen == [value]
    assert type(seen[0]) is type(value)


def test_what_cannot_be_kept_is_an_error(framework):
    """A value of another type is refused when the session is saved."""
    app = make(framework)

    @app.get("/set")
    def put():
        framework.session["value"] = {1, 2}
        return ""

    with pytest.raises(TypeError, match="set"):
        TestApp(app).get("/set")


def test_a_tag_of_ones_own(framework):
    """A serializer can be taught another type, once for each key."""
    tag = importlib.import_module(f"{framework.__name__}.json.tag")

    class TagSet(tag.JSONTag):
        key = " s"

        def check(self, value):
            return isinstance(value, set)

        def to_json(self, value):
            return [self.serializer.tag(each) for each in sorted(value)]

        def to_python(self, value):
            return set(value)

    serializer = tag.TaggedJSONSerializer()
    serializer.register(TagSet)
    assert serializer.loads(serializer.dumps({"a": {1, 2}})) == {"a": {1, 2}}
    with pytest.raises(KeyError, match=" s"):
        serializer.register(TagSet)
    serializer.register(TagSet, force=True, index=0)
    assert isinstance(serializer.order[0], TagSet)


# An interface of one's own


def test_an_interface_of_ones_own(framework):
    """Sessions can be kept elsewhere: it is asked for each request, even if unused."""
    sessions = importlib.import_module(f"{framework.__name__}.sessions")
    log = []

    class Session(dict, sessions.SessionMixin):
        pass

    class InMemory(sessions.SessionInterface):
        def __init__(self):
            self.kept = {}

        def open_session(self, app, request):
            log.append(f"open {request.path}")
            return Session(self.kept)

        def save_session(self, app, session, response):
            log.append("save")
            self.kept = dict(session)

    app = make(framework)
    app.session_interface = InMemory()
    client = TestApp(app)
    client.get("/write?user=ann")
    assert client.get("/read").json == {"user": "ann"}
    client.get("/")
    assert log == ["open /write", "save", "open /read", "save", "open /", "save"]


def test_an_interface_may_have_no_session(framework):
    """Without a session there is the null session, which is not saved."""
    sessions = importlib.import_module(f"{framework.__name__}.sessions")

    class Nothing(sessions.SessionInterface):
        def open_session(self, app, request):
            return None

    app = make(framework)
    app.session_interface = Nothing()
    assert TestApp(app).get("/read").json == {}


def test_a_changed_secure_interface_is_asked_always(framework):
    """A subclass may give every visitor a session, touched or not."""
    sessions = importlib.import_module(f"{framework.__name__}.sessions")

    class WithNumber(sessions.SecureCookieSessionInterface):
        def open_session(self, app, request):
            session = super().open_session(app, request)
            session.setdefault("number", 7)
            return session

    app = make(framework)
    app.session_interface = WithNumber()
    client = TestApp(app)
    assert cookie_of(client.get("/")) is not None
    assert client.get("/read").json == {"number": 7}


def test_a_session_may_be_opened_with_the_request(framework):
    """While a session is opened, its request is current."""
    sessions = importlib.import_module(f"{framework.__name__}.sessions")

    class Looking(sessions.SecureCookieSessionInterface):
        def open_session(self, app, request):
            assert framework.request.path == request.path
            assert framework.request.endpoint is None
            return super().open_session(app, request)

    app = make(framework)
    app.session_interface = Looking()
    assert TestApp(app).get("/read").json == {}


# Flashing


def flashing(framework):
    """An application that flashes what it is told and shows it on another page."""
    app = make(framework)

    @app.get("/flash")
    def flash():
        for text, category in framework.request.args.items():
            framework.flash(text, category) if category else framework.flash(text)
        return ""

    @app.get("/show")
    def show():
        wanted = framework.request.args.getlist("only")
        return framework.get_flashed_messages(
            with_categories="categories" in framework.request.args,
            category_filter=wanted,
        )

    return TestApp(app)


def test_a_message_is_shown_once(framework):
    """It waits for the page that shows it, and is gone then."""
    client = flashing(framework)
    client.get("/flash?saved=&sent=")
    client.get("/")
    assert client.get("/show").json == ["saved", "sent"]
    assert client.get("/show").json == []


def test_messages_add_up(framework):
    """Messages of several requests wait together."""
    client = flashing(framework)
    client.get("/flash?saved=")
    client.get("/flash?sent=")
    assert client.get("/show").json == ["saved", "sent"]


def test_messages_have_categories(framework):
    """A message may have a category, and those of some may be asked for."""
    client = flashing(framework)
    client.get("/flash?saved=&late=error&wet=warning")
    found = client.get("/show?categories=").json
    assert found == [["message", "saved"], ["error", "late"], ["warning", "wet"]]
    client.get("/flash?saved=&late=error&wet=warning")
    assert client.get("/show?only=error&only=warning").json == ["late", "wet"]


def test_within_a_request_they_can_be_had_again(framework):
    """Asking twice gives the same, and what was flashed in between comes later."""
    app = make(framework)

    @app.get("/twice")
    def twice():
        framework.flash("saved")
        first = framework.get_flashed_messages()
        framework.flash("sent")
        return [
            first,
            framework.get_flashed_messages(),
            framework.get_flashed_messages(category_filter=["error"]),
        ]

    client = TestApp(app)
    assert client.get("/twice").json == [["saved"], ["saved"], []]
    assert client.get("/twice").json == [["sent", "saved"], ["sent", "saved"], []]


def test_a_template_shows_messages(framework):
    """Templates can ask by themselves, and messages are escaped."""
    app = make(framework)

    @app.get("/page")
    def page():
        framework.flash("<b>saved</b>")
        return framework.render_template_string(
            "{% for each in get_flashed_messages() %}{{ each }}{% endfor %}"
        )

    assert TestApp(app).get("/page").text == "&lt;b&gt;saved&lt;/b&gt;"


def test_markup_in_a_message_stays_markup(framework):
    """A message may be markup, which comes back as markup."""
    app = make(framework)

    @app.get("/flash")
    def flash():
        framework.flash(Markup("<b>saved</b>"))
        return ""

    @app.get("/page")
    def page():
        return framework.render_template_string("{{ get_flashed_messages()[0] }}")

    client = TestApp(app)
    client.get("/flash")
    assert client.get("/page").text == "<b>saved</b>"


def test_an_untouched_session_leaves_no_trace(framework):
    """A request without a cookie, and a view that does not ask, set no header."""
    app = make(framework)
    environ = {"PATH_INFO": "/"}
    setup_testing_defaults(environ)
    headers = []
    list(app(environ, lambda status, found: headers.extend(found)))
    assert not [name for name, _ in headers if name in ("Set-Cookie", "Vary")]


def test_a_session_class_of_ones_own(framework):
    """A class that gives every visitor something is asked for every visitor."""
    app = make(framework)
    sessions = importlib.import_module(f"{framework.__name__}.sessions")

    class Numbered(sessions.SecureCookieSession):
        def __init__(self, initial=None):
            super().__init__(initial)
            self.setdefault("number", 7)

    app.session_interface = sessions.SecureCookieSessionInterface()
    app.session_interface.session_class = Numbered
    client = TestApp(app)
    assert cookie_of(client.get("/")) is not None
    assert client.get("/read").json == {"number": 7}


@pytest.mark.small_print
def test_what_the_application_can_write_as_json(framework):
    """Sessions are written by the application's own JSON provider."""
    app = make(framework)

    @app.get("/set")
    def put():
        framework.session.update(b=Decimal("1.5"), a=date(2026, 11, 21))
        return ""

    client = TestApp(app)
    value = cookie_of(client.get("/set")).value
    assert list(payload(value)) == ["a", "b"]
    assert client.get("/read").json == {
        "a": "Sat, 21 Nov 2026 00:00:00 GMT",
        "b": "1.5",
    }


def test_an_interface_that_is_not_derived(framework):
    """An interface needs the four methods that Flask calls, and nothing else."""
    saved = []

    class Memory:
        def open_session(self, app, request):
            return None

        def make_null_session(self, app):
            return framework.sessions.SecureCookieSession({"user": "ann"})

        def is_null_session(self, session):
            return False

        def save_session(self, app, session, response):
            saved.append(dict(session))

    importlib.import_module(f"{framework.__name__}.sessions")
    app = make(framework)
    app.session_interface = Memory()
    assert TestApp(app).get("/read").json == {"user": "ann"}
    TestApp(app).get("/")
    assert saved == [{"user": "ann"}, {"user": "ann"}]


@pytest.mark.parametrize("what", ["key", "serializer", "digest_method"])
def test_what_signs_need_not_have_a_hash(framework, what):
    """A key, a serializer or a hash function may be an object without a hash."""
    sessions = importlib.import_module(f"{framework.__name__}.sessions")

    class Plain:
        __hash__ = None
        dumps, loads = staticmethod(json.dumps), staticmethod(json.loads)

        def __call__(self, string=b""):
            return hashlib.sha256(string)

    app = make(framework)
    if what == "key":
        app.secret_key = bytearray(b"tea")
    else:
        interface = type("Own", (sessions.SecureCookieSessionInterface,), {})
        setattr(interface, what, Plain())
        app.session_interface = interface()
    client = TestApp(app)
    client.get("/write?user=ann")
    assert client.get("/read").json == {"user": "ann"}
    assert TestApp(make(framework)).get("/read").json == {}


@pytest.mark.differs("Flask answers 500")
@pytest.mark.small_print
def test_a_session_has_keys_of_any_type(framework):
    """Keys that have no order are written as they come."""
    app = make(framework)

    @app.get("/mixed")
    def mixed():
        framework.session["a"] = {1: 2, "b": 3, None: 4}
        return ""

    client = TestApp(app)
    client.get("/mixed")
    assert client.get("/read").json == {"a": {"1": 2, "b": 3, "null": 4}}
