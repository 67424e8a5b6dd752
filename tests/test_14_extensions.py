"""Chapter 14: a place for what others bring, and signals."""

from importlib import import_module

import pytest
from blinker import Signal

NAMES = (
    *("appcontext_popped", "appcontext_pushed", "appcontext_tearing_down"),
    *("before_render_template", "got_request_exception", "message_flashed"),
    *("request_finished", "request_started", "request_tearing_down"),
    "template_rendered",
)


def signal(framework, name):
    return getattr(import_module(f"{framework.__name__}.signals"), name)


class Listening:
    """Records what an application sends, and what its hooks see, in their order."""

    def __init__(self, framework, app, *names):
        self.told = []
        self.connected = []
        for name in names:
            self.listen(signal(framework, name), name, app)

    def listen(self, signal, name, app):
        def told(sender, **values):
            assert sender is app
            self.told.append((name, values))

        signal.connect(told, app)
        self.connected.append(told)

    @property
    def names(self):
        return [name for name, _ in self.told]


def make(framework, **settings):
    app = framework.Flask(__name__)
    app.secret_key = "only for these tests"
    app.config.update(settings)

    @app.get("/")
    def index():
        framework.flash("Welcome.", "greeting")
        return framework.render_template_string("Hello {{ name }}", name="ann")

    @app.get("/broken")
    def broken():
        raise ZeroDivisionError

    return app


def test_each_application_has_a_place(framework):
    """`extensions` is a dictionary of its own."""
    first, second = framework.Flask("first"), framework.Flask("second")
    first.extensions["store"] = []
    assert second.extensions == {}


def test_a_request_tells_of_its_beginning_before_any_hook(framework):
    """`request_started` comes first, and only its own application is heard."""
    app, other = make(framework), make(framework)
    heard = Listening(framework, app, "request_started")
    app.before_request(lambda: heard.told.append(("hook", {})))
    other.test_client().get("/")
    assert heard.names == []
    app.test_client().get("/")
    assert heard.names == ["request_started", "hook"]


def test_what_a_listener_returns_is_not_looked_at(framework):
    """A signal is no hook."""
    app = make(framework)
    started = signal(framework, "request_started")
    with started.connected_to(lambda sender: "an answer", app):
        assert app.test_client().get("/").text == "Hello ann"


def test_a_request_is_current_for_whoever_listens(framework):
    """`request` and `g` can be used when it starts."""
    app, seen = make(framework), []

    def listen(sender):
        seen.append(framework.request.path)
        framework.g.seen = True

    with signal(framework, "request_started").connected_to(listen, app):
        app.test_client().get("/?x=1")
    assert seen == ["/"]


def test_an_error_of_a_listener_is_an_error_of_the_request(framework):
    """What listens when a request starts can fail it."""
    app = make(framework, TESTING=True)

    def listen(sender):
        raise LookupError

    started = signal(framework, "request_started").connected_to(listen, app)
    with started, pytest.raises(LookupError):
        app.test_client().get("/")
    assert not framework.has_request_context()


def test_a_template_is_told_of(framework):
    """With the template, and all that it was rendered with."""
    app = make(framework)
    app.context_processor(lambda: {"shop": "tea"})
    heard = Listening(framework, app, "template_rendered")
    app.test_client().get("/")
    [(_, values)] = heard.told
    assert values["template"].render(name="bob") == "Hello bob"
    assert values["context"]["name"] == "ann"
    assert values["context"]["shop"] == "tea"


@pytest.mark.small_print
def test_all_signals_of_a_request(framework):
    """They come in Flask's order, with Flask's values."""
    app = make(framework)
    heard = Listening(framework, app, *NAMES)
    app.before_request(lambda: heard.told.append(("before", {})))
    app.after_request(lambda response: heard.told.append(("after", {})) or response)
    app.teardown_request(lambda error: heard.told.append(("teardown request", {})))
    app.teardown_appcontext(lambda error: heard.told.append(("teardown context", {})))
    app.test_client().get("/")
    assert heard.names == [
        *("appcontext_pushed", "request_started", "before"),
        *("message_flashed", "before_render_template", "template_rendered"),
        *("after", "request_finished"),
        *("teardown request", "request_tearing_down"),
        *("teardown context", "appcontext_tearing_down", "appcontext_popped"),
    ]
    values = dict(heard.told)
    assert values["message_flashed"] == {"message": "Welcome.", "category": "greeting"}
    assert values["request_finished"]["response"].status_code == 200
    assert values["request_tearing_down"] == {"exc": None}
    assert values["appcontext_tearing_down"] == {"exc": None}
    assert values["before_render_template"]["context"]["name"] == "ann"


@pytest.mark.small_print
@pytest.mark.parametrize("testing", [True, False])
def test_an_error_is_told_of(framework, testing):
    """It is told of before it is logged or raised, and again at the end."""
    app = make(framework, TESTING=testing)
    app.logger.disabled = True
    heard = Listening(framework, app, *NAMES)
    client = app.test_client()
    if testing:
        with pytest.raises(ZeroDivisionError):
            client.get("/broken")
    else:
        assert client.get("/broken").status_code == 500
    app.logger.disabled = False
    finished = [] if testing else ["request_finished"]
    assert heard.names == [
        *("appcontext_pushed", "request_started", "got_request_exception", *finished),
        *("request_tearing_down", "appcontext_tearing_down", "appcontext_popped"),
    ]
    values = dict(heard.told)
    error = values["got_request_exception"]["exception"]
    assert isinstance(error, ZeroDivisionError)
    assert values["request_tearing_down"]["exc"] is error
    assert values["appcontext_tearing_down"]["exc"] is error


@pytest.mark.small_print
def test_an_error_that_is_handled_is_not_told_of(framework):
    """A missing page and an error with a handler are answers."""
    app = make(framework)
    app.register_error_handler(ZeroDivisionError, lambda error: "handled")
    heard = Listening(framework, app, "got_request_exception", "request_finished")
    for path in ("/broken", "/missing"):
        app.test_client().get(path)
    assert heard.names == ["request_finished", "request_finished"]


@pytest.mark.small_print
def test_a_context_alone(framework):
    """It is told of when it is entered and when it was left."""
    app = make(framework)
    heard = Listening(framework, app, *NAMES)
    with app.app_context():
        assert heard.names == ["appcontext_pushed"]
    assert heard.names[1:] == ["appcontext_tearing_down", "appcontext_popped"]


@pytest.mark.small_print
def test_a_request_within_a_context(framework):
    """The context around it is the only one that is told of."""
    app = make(framework)
    with app.app_context():
        heard = Listening(framework, app, *NAMES)
        app.test_client().get("/")
        assert not [name for name in heard.names if name.startswith("appcontext")]
        assert heard.names[0] == "request_started"
        assert heard.names[-1] == "request_tearing_down"


@pytest.mark.small_print
def test_contexts_are_told_of_in_pairs(framework):
    """However they are entered, as many were left as were entered."""
    app, entered = make(framework), []
    heard = Listening(framework, app, "appcontext_pushed", "appcontext_popped")
    with app.app_context(), app.test_client() as client:
        client.get("/")
        entered.append(framework.request.path)
    context = app.app_context()
    context.push()
    context.push()
    context.pop()
    context.pop()
    names = heard.names
    assert names.count("appcontext_pushed") == names.count("appcontext_popped") > 0


@pytest.mark.small_print
def test_a_command_is_told_of(framework):
    """A command has a context, and no request."""
    app = make(framework)
    app.cli.command("nothing")(lambda: None)
    heard = Listening(framework, app, *NAMES)
    app.test_cli_runner().invoke(args=["nothing"])
    assert heard.names == [
        *("appcontext_pushed", "appcontext_tearing_down", "appcontext_popped"),
    ]


@pytest.mark.small_print
def test_a_streamed_template(framework):
    """It has been rendered when the last piece was read."""
    app = make(framework)
    names = ("before_render_template", "template_rendered")

    @app.get("/stream")
    def stream():
        return framework.stream_template_string("a {{ b }}", b="c")

    heard = Listening(framework, app, *names)
    response = app.test_client().get("/stream")
    assert response.text == "a c"
    assert heard.names == list(names)
    heard.told.clear()
    with app.app_context():
        pieces = framework.stream_template_string("a {{ b }}", b="c")
        assert heard.names == ["before_render_template"]
        assert "".join(pieces) == "a c"
    assert heard.names == list(names)


@pytest.mark.small_print
def test_the_context_can_be_changed_before_a_template_is_rendered(framework):
    """Whoever listens gets the dictionary itself."""
    app = make(framework)

    def listen(sender, template, context):
        context["name"] = "bob"

    before = signal(framework, "before_render_template")
    with before.connected_to(listen, app):
        assert app.test_client().get("/").text == "Hello bob"


@pytest.mark.small_print
def test_the_names_that_extensions_import(framework):
    """`Namespace` is there for signals of one's own."""
    signals = import_module(f"{framework.__name__}.signals")
    own = signals.Namespace().signal("ours")
    heard = []

    def listen(sender):
        heard.append(sender)

    own.connect(listen)
    own.send("a sender")
    assert heard == ["a sender"]
    assert all(hasattr(signals, name) for name in NAMES)


@pytest.mark.small_print
def test_all_signals_are_handed_on(framework):
    """The package has each signal of the module."""
    found = vars(framework.signals)
    signals = {name: each for name, each in found.items() if isinstance(each, Signal)}
    assert len(signals) == 10
    for name, each in signals.items():
        assert getattr(framework, name) is each
