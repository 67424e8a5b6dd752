"""Chapter 7: the framework calls functions of yours at named moments."""

import gc

import pytest
from webtest import TestApp
from werkzeug.test import Client
from werkzeug.wrappers import Response as BaseResponse

# The decorators of an application that register a hook.
REGISTERING = (
    "before_request",
    "after_request",
    "teardown_request",
    "teardown_appcontext",
    "context_processor",
    "url_value_preprocessor",
    "url_defaults",
    "shell_context_processor",
)


def make(framework, log=None):
    """An application with one page, which puts into ``log`` that it was asked for."""
    app = framework.Flask(__name__, template_folder=None, static_folder=None)
    app.testing = True
    log = [] if log is None else log

    @app.get("/")
    def index():
        log.append("view")
        return "tea"

    return app


def noting(log, word, result=None):
    """A hook that notes that it was called and returns ``result``."""

    def hook(*args):
        log.append(word)
        return result

    return hook


def test_the_order_of_all(framework):
    """Before in order of registration, after and at the end in reverse."""
    log = []
    app = make(framework, log)
    for number in (1, 2):
        app.teardown_appcontext(noting(log, f"app {number}"))
        app.teardown_request(noting(log, f"end {number}"))
        app.before_request(noting(log, f"before {number}"))
        app.url_value_preprocessor(noting(log, f"values {number}"))

        @app.after_request
        def after(response, number=number):
            log.append(f"after {number}")
            return response

    assert TestApp(app).get("/").text == "tea"
    assert log == [
        "values 1",
        "values 2",
        "before 1",
        "before 2",
        "view",
        "after 2",
        "after 1",
        "end 2",
        "end 1",
        "app 2",
        "app 1",
    ]


def test_hooks_are_called_for_every_page(framework):
    """A page that does not exist has hooks as well, and OPTIONS has them."""
    log = []
    app = make(framework)
    app.before_request(noting(log, "before"))
    app.teardown_request(noting(log, "end"))
    client = TestApp(app)
    client.get("/missing", status=404)
    client.options("/")
    client.post("/", status=405)
    assert log == ["before", "end"] * 3


def test_a_decorator_returns_its_function(framework):
    """What is registered keeps its name and can be registered twice."""
    app = make(framework)

    def hook(*args):
        return None

    for name in REGISTERING:
        assert getattr(app, name)(hook) is hook, name


def test_registries_are_lists_under_none(framework):
    """What was registered for every request stands under `None`, by Flask's names."""
    app = make(framework)

    def hook(*args):
        return None

    for decorator, registry in (
        (app.before_request, app.before_request_funcs),
        (app.after_request, app.after_request_funcs),
        (app.teardown_request, app.teardown_request_funcs),
        (app.context_processor, app.template_context_processors),
        (app.url_value_preprocessor, app.url_value_preprocessors),
        (app.url_defaults, app.url_default_functions),
    ):
        decorator(hook)
        assert registry[None][-1] is hook
    app.teardown_appcontext(hook)
    assert app.teardown_appcontext_funcs == [hook]


# Before the view


@pytest.mark.parametrize(
    ("answer", "status", "text"),
    [
        ("no", 200, "no"),
        ("", 200, ""),
        (("no", 403), 403, "no"),
        ({"error": "no"}, 200, '{"error":"no"}'),
    ],
)
def test_a_hook_answers_in_place_of_the_view(framework, answer, status, text):
    """What a function before the view returns is the answer, whatever a view may."""
    log = []
    app = make(framework, log)
    app.before_request(noting(log, "first"))
    app.before_request(noting(log, "second", answer))
    app.before_request(noting(log, "third"))
    app.teardown_request(noting(log, "end"))

    @app.after_request
    def after(response):
        log.append("after")
        return response

    response = TestApp(app).get("/", status=status)
    assert response.text.strip() == text
    assert log == ["first", "second", "after", "end"]


def test_a_hook_can_abort(framework):
    """An HTTP error before the view is the answer, and what comes after is called."""
    app = make(framework)

    @app.before_request
    def check():
        framework.abort(403)

    @app.after_request
    def after(response):
        response.headers["X-Seen"] = str(response.status_code)
        return response

    assert TestApp(app).get("/", status=403).headers["X-Seen"] == "403"


def test_a_hook_sees_the_request(framework):
    """Before the view, the rule is matched and `g` is there."""
    app = make(framework)

    @app.before_request
    def load():
        framework.g.seen = [framework.request.endpoint, framework.request.view_args]

    @app.get("/user/<name>", endpoint="user")
    def user(name):
        return framework.g.seen

    assert TestApp(app).get("/user/ann").json == ["user", {"name": "ann"}]


# After the view


def test_each_hook_gets_what_the_one_before_it_returned(framework):
    """A function after the view may send another response."""
    app = make(framework)

    @app.after_request
    def shout(response):
        return framework.make_response(response.get_data(as_text=True).upper())

    @app.after_request
    def ask(response):
        return framework.make_response(response.get_data(as_text=True) + "?")

    assert TestApp(app).get("/").text == "TEA?"


def test_after_this_request(framework):
    """A function for one response comes before the others, in order, and only once."""
    app = make(framework)

    def adding(letter):
        def add(response):
            response.headers["X-Order"] = response.headers.get("X-Order", "") + letter
            return response

        return add

    app.after_request(adding("d"))
    app.after_request(adding("c"))

    @app.get("/some")
    def some():
        assert framework.after_this_request(adding("a")) is not None

        @framework.after_this_request
        def last(response):
            return adding("b")(response)

        return ""

    client = TestApp(app)
    assert client.get("/some").headers["X-Order"] == "abcd"
    assert client.get("/").headers["X-Order"] == "cd"


def test_after_this_request_needs_one(framework):
    """Outside of a request there is no response to wait for."""
    with pytest.raises(RuntimeError, match=r"request"):
        framework.after_this_request(lambda response: response)


def test_no_response_when_the_view_fails(framework):
    """Without a response nothing is called after the view, but the end comes."""
    log = []
    app = make(framework)
    app.after_request(noting(log, "after"))
    app.teardown_request(lambda error: log.append(repr(error)))
    app.add_url_rule("/fail", "fail", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        TestApp(app).get("/fail")
    assert log == ["ZeroDivisionError('division by zero')"]


# At the end


def test_the_end_gets_no_error_that_was_answered(framework):
    """An HTTP error is an answer: what is called at the end gets `None`."""
    seen = []
    app = make(framework)
    app.teardown_request(seen.append)
    app.teardown_appcontext(seen.append)
    TestApp(app).get("/missing", status=404)
    assert seen == [None, None]


def test_an_error_reaches_both_ends(framework):
    """The functions of the request and of the application get the same error."""
    seen = []
    app = make(framework)
    app.teardown_request(seen.append)
    app.teardown_appcontext(seen.append)

    @app.before_request
    def fail():
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full") as raised:
        TestApp(app).get("/")
    assert seen == [raised.value, raised.value]


def test_an_error_at_the_end_of_a_request_does_not_keep_the_context(framework):
    """Whatever fails at the end, the application's functions are called."""
    log = []
    app = make(framework)
    app.teardown_appcontext(noting(log, "app"))

    @app.teardown_request
    def fail(error):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        TestApp(app).get("/")
    assert log == ["app"]
    assert not framework.has_app_context()


@pytest.mark.differs("in Flask the first error at the end loses the other functions")
@pytest.mark.small_print
def test_an_error_at_the_end_does_not_lose_the_others(framework):
    """All functions of the end are called, and each error is told."""
    log = []
    app = make(framework)
    for register in (app.teardown_request, app.teardown_appcontext):
        register(noting(log, register.__name__))

        @register
        def fail(error, register=register):
            raise OSError(register.__name__)

    with pytest.raises(OSError, match="teardown_appcontext") as raised:
        TestApp(app).get("/")
    assert log == ["teardown_request", "teardown_appcontext"]
    assert str(raised.value.__context__) == "teardown_request"


def test_the_end_of_a_request_in_a_test(framework):
    """A request that is made up ends with its `with`, an application has no request."""
    log = []
    app = make(framework)
    app.before_request(noting(log, "before"))
    app.teardown_request(noting(log, "end"))
    with app.test_request_context("/"):
        assert log == []
        app.preprocess_request()
        assert log == ["before"]
    assert log == ["before", "end"]
    with app.app_context():
        pass
    assert log == ["before", "end"]


def test_the_seams_can_be_overridden(framework):
    """`preprocess_request` and the others are the framework's own, by Flask's names."""
    log = []

    class Noting(framework.Flask):
        def full_dispatch_request(self):
            log.append("full")
            return super().full_dispatch_request()

        def preprocess_request(self):
            log.append("pre")
            return super().preprocess_request()

        def dispatch_request(self):
            log.append("dispatch")
            return super().dispatch_request()

        def finalize_request(self, rv, *args, **kwargs):
            log.append(f"finalize {rv}")
            return super().finalize_request(rv, *args, **kwargs)

        def process_response(self, response):
            log.append("process")
            return super().process_response(response)

        def do_teardown_request(self, *args):
            log.append("end")
            super().do_teardown_request(*args)

    app = Noting(__name__)
    app.add_url_rule("/", "index", lambda: "tea")
    assert TestApp(app).get("/").text == "tea"
    assert log == ["full", "pre", "dispatch", "finalize tea", "process", "end"]


# Values of the URL


def test_values_are_taken_from_the_url(framework):
    """A language in every URL need be neither taken nor given by any view."""
    app = make(framework)

    @app.url_value_preprocessor
    def take(endpoint, values):
        framework.g.language = values.pop("language", None) if values else None

    @app.url_defaults
    def give(endpoint, values):
        if app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", framework.g.language)

    @app.get("/<language>/about")
    def about():
        return framework.g.language

    @app.get("/<language>/links")
    def links():
        return [framework.url_for("about"), framework.url_for("about", language="fi")]

    client = TestApp(app)
    assert client.get("/de/about").text == "de"
    assert client.get("/de/links").json == ["/de/about", "/fi/about"]


def test_values_are_none_where_no_rule_fits(framework):
    """Hooks are called for a path that leads nowhere, and there are no values then."""
    seen = []
    app = make(framework)
    app.url_value_preprocessor(lambda *args: seen.append(args))
    TestApp(app).get("/missing", status=404)
    assert seen == [(None, None)]


@pytest.mark.small_print
def test_defaults_reach_the_handler_of_a_url_that_cannot_be_built(framework):
    """Whoever is asked for a URL sees the values with their defaults."""
    app = make(framework)

    @app.url_defaults
    def give(endpoint, values):
        values["language"] = endpoint

    app.url_build_error_handlers.append(
        lambda error, endpoint, values: f"/{endpoint}/{values['language']}"
    )
    with app.test_request_context("/"):
        assert framework.url_for("gone") == "/gone/gone"


# Templates


def test_names_for_every_template(framework):
    """A context processor gives names to each template; what a view gives wins."""
    app = make(framework)

    @app.context_processor
    def names():
        return {"shop": "Tea & Co", "owner": "Ann", "g": "nothing"}

    @app.context_processor
    def more():
        return {"owner": "Bob"}

    source = "{{ shop }}, {{ owner }}, {{ g }}"
    with app.app_context():
        render = framework.render_template_string
        assert render(source) == "Tea &amp; Co, Bob, nothing"
        assert render(source, owner="Eve") == "Tea &amp; Co, Eve, nothing"


def test_a_context_processor_sees_the_request(framework):
    """It is called while the template is rendered, for each template anew."""
    app = make(framework)
    app.context_processor(lambda: {"path": framework.request.path})

    @app.get("/<path:anything>")
    def page(anything):
        return framework.render_template_string("{{ path }}")

    client = TestApp(app)
    assert client.get("/one").text == "/one"
    assert client.get("/two").text == "/two"


def test_names_for_a_shell(framework):
    """An interactive session begins with `app`, `g` and what processors add."""
    app = make(framework)
    app.shell_context_processor(lambda: {"shop": "Tea & Co"})
    with app.app_context():
        names = app.make_shell_context()
    assert names["app"] is app
    assert names["shop"] == "Tea & Co"
    assert "g" in names


@pytest.mark.small_print
def test_what_streams_is_finalized_before_it_is_sent(framework):
    """Hooks after the view see a stream's response; the end comes after all of it."""
    log = []
    app = make(framework)
    app.teardown_appcontext(noting(log, "end"))

    @app.after_request
    def after(response):
        log.append("after")
        return response

    @app.get("/stream")
    def stream():
        @framework.stream_with_context
        def pieces():
            log.append("piece")
            yield "tea"

        return pieces()

    assert TestApp(app).get("/stream").text == "tea"
    assert log[0] == "after"
    assert log[-1] == "end"


@pytest.mark.small_print
def test_hooks_come_too_late(framework):
    """After the first request, no hook can be registered, and the error says which."""
    app = make(framework)
    TestApp(app).get("/")
    adding = ("add_template_filter", "add_template_test", "add_template_global")
    for name in (*REGISTERING, *adding):
        with pytest.raises(AssertionError, match=name):
            getattr(app, name)(lambda *args: None)


@pytest.mark.parametrize("result", [None, "tea", 7])
@pytest.mark.differs("Flask calls what is no response, and does not say whose it is")
def test_a_hook_that_forgets_its_response(framework, result):
    """A hook after the view that returns no response is named in the error."""
    app = make(framework)

    def forgetful(response):
        return result

    app.after_request(forgetful)
    with pytest.raises(TypeError, match=r"forgetful .* returned .* `return response`"):
        TestApp(app).get("/")


def test_a_hook_may_return_any_application(framework):
    """What a hook returns need not be of the application's own class."""
    app = make(framework)
    app.after_request(lambda response: BaseResponse("milk"))
    assert TestApp(app).get("/").text == "milk"


@pytest.mark.parametrize("fails", [True, False])
@pytest.mark.small_print
def test_a_stream_that_a_hook_does_not_send(framework, fails):
    """A stream ends where a hook fails, or sends something else in its place."""
    app, ended = make(framework), []
    app.teardown_request(ended.append)

    @app.get("/stream")
    def stream():
        framework.g.rows = framework.stream_with_context(iter("ab"))
        return framework.g.rows

    @app.after_request
    def replace(response):
        if fails:
            raise OSError("fire")
        return framework.Response("tea")

    gc.disable()
    try:
        if fails:
            with pytest.raises(OSError, match="fire"):
                Client(app).get("/stream")
        else:
            assert Client(app).get("/stream").text == "tea"
        assert len(ended) == 1
    finally:
        gc.enable()


def test_many_functions_at_the_end(framework):
    """There may be any number of functions for the end of a request."""
    app, called = make(framework), []
    for _ in range(1_200):
        app.teardown_request(called.append)
    TestApp(app).get("/")
    assert len(called) == 1_200


@pytest.mark.small_print
def test_the_end_of_a_request_by_hand(framework):
    """`do_teardown_request` hands on the error that is handled, or the one given."""
    app, seen = make(framework), []
    app.teardown_request(seen.append)
    error = OSError("fire")
    with app.test_request_context("/"):
        try:
            raise error
        except OSError:
            app.do_teardown_request()
            app.do_teardown_request(None)
    assert seen == [error, None, None]
