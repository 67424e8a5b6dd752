"""Chapter 8: an error is a response too."""

import gc
import logging
from contextlib import ExitStack, suppress
from io import StringIO
from wsgiref.util import setup_testing_defaults

import pytest
from webtest import TestApp
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    InternalServerError,
    NotFound,
)
from werkzeug.routing import BaseConverter
from werkzeug.test import Client


class Lines(logging.Handler):
    """Keeps the records that are logged."""

    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record)


def make(framework, view=None, **config):
    """An application with one page, which keeps what it logs in ``app.lines``."""
    app = framework.Flask("errors", template_folder=None, static_folder=None)
    app.config.update(config)
    app.add_url_rule("/", "index", view or (lambda: 1 / 0), methods=["GET", "POST"])
    app.lines = Lines()
    app.logger.handlers = [app.lines]
    app.logger.propagate = False
    return app


def raising(error):
    """A view that raises ``error``."""

    def view():
        raise error

    return view


def get(app, path="/", status=None):
    """The answer to a GET request, whatever its status."""
    return TestApp(app).get(path, status=status, expect_errors=status is None)


class ShopError(Exception):
    """What goes wrong in a shop."""


class SoldOut(ShopError):
    """A thing is sold out."""


# Handlers


def test_a_handler_for_a_code(framework):
    """A handler for a status code answers that error alone."""
    app = make(framework)

    @app.errorhandler(404)
    def missing(error):
        assert isinstance(error, NotFound)
        return f"There is no {framework.request.path}.", 404

    assert get(app, "/tea", 404).text == "There is no /tea."
    assert "Method Not Allowed" in TestApp(app).put("/", status=405).text


def test_a_handler_for_a_class(framework):
    """A handler for a class answers errors of that class and of those below it."""
    app = make(framework, raising(SoldOut("tea")))

    @app.errorhandler(ShopError)
    def shop_error(error):
        return f"{type(error).__name__}: {error}", 409

    assert get(app, status=409).text == "SoldOut: tea"


@pytest.mark.parametrize("order", [1, -1])
def test_the_nearest_class_answers(framework, order):
    """Of several handlers that of the nearest class answers, in whatever order."""
    app = make(framework, raising(SoldOut("tea")))
    handlers = [(SoldOut, "sold out"), (ShopError, "shop"), (Exception, "any")]
    for cls, text in handlers[::order]:
        app.register_error_handler(cls, lambda error, text=text: text)
    assert get(app, status=200).text == "sold out"


def test_a_code_comes_before_a_class(framework):
    """For an HTTP error, the handler for its code comes before any for a class."""
    app = make(framework)
    app.register_error_handler(HTTPException, lambda error: (f"http {error.code}", 404))
    app.register_error_handler(NotFound, lambda error: ("not found", 404))
    assert get(app, "/tea").text == "not found"
    assert TestApp(app).put("/", expect_errors=True).text == "http 405"


@pytest.mark.parametrize("own", [True, False])
def test_one_for_an_http_class_of_ones_own(framework, own):
    """A subclass of an HTTP error can have a handler, or that of its code answers."""

    class Gone(NotFound):
        pass

    app = make(framework, raising(Gone()))
    app.register_error_handler(404, lambda error: ("missing", 404))
    if own:
        app.register_error_handler(Gone, lambda error: ("gone", 404))
    assert get(app).text == ("gone" if own else "missing")
    assert get(app, "/tea").text == "missing"


def test_a_code_of_ones_own(framework):
    """A class with a code that HTTP has not is registered by the class."""

    class Teapot(HTTPException):
        code = 499
        description = "tea"

    app = make(framework, raising(Teapot()))
    app.register_error_handler(Teapot, lambda error: (error.description, 499))
    assert get(app, status=499).text == "tea"


def test_the_last_handler_counts(framework):
    """A handler that is registered again takes the place of the one before."""
    app = make(framework)
    app.register_error_handler(404, lambda error: ("first", 404))
    app.register_error_handler(404, lambda error: ("second", 404))
    assert get(app, "/tea").text == "second"


def test_a_decorator_returns_its_function(framework):
    """One function may answer several errors."""
    app = make(framework)

    @app.errorhandler(404)
    @app.errorhandler(405)
    def answer(error):
        return str(error.code), error.code

    assert answer(NotFound()) == ("404", 404)
    assert get(app, "/tea").text == "404"
    assert TestApp(app).put("/", expect_errors=True).text == "405"


def test_what_is_no_class_of_errors_is_refused(framework):
    """A wrong code, an error in place of its class, and another class are refused."""
    app = make(framework)
    for wrong, error in (
        (999, ValueError),
        (200, ValueError),
        (NotFound(), TypeError),
        (ValueError("tea"), TypeError),
        (int, ValueError),
    ):
        with pytest.raises(error):
            app.register_error_handler(wrong, lambda error: "")


@pytest.mark.parametrize("answer", ["tea", {"a": 1}, ("tea", 202), ("", 204)])
def test_a_handler_returns_what_a_view_may(framework, answer):
    """What a handler returns is made into a response as a view's answer is."""
    app = make(framework, raising(ShopError()))
    app.register_error_handler(ShopError, lambda error: answer)
    status = answer[1] if isinstance(answer, tuple) else 200
    assert get(app).status_code == status


def test_hooks_are_called_around_a_handler(framework):
    """An answer to an error passes the hooks of after the request."""
    app = make(framework, raising(ShopError()))
    app.register_error_handler(ShopError, lambda error: ("shop", 409))

    @app.after_request
    def sign(response):
        response.headers["X-Signed"] = "yes"
        return response

    assert get(app, status=409).headers["X-Signed"] == "yes"


def test_an_error_in_a_hook_is_handled(framework):
    """Handlers are for errors of hooks as for those of views."""
    app = make(framework, lambda: "tea")
    app.register_error_handler(ShopError, lambda error: ("shop", 409))
    app.before_request(raising(ShopError()))
    assert get(app, status=409).text == "shop"


# HTTP errors


def test_an_http_error_is_a_response(framework):
    """Raised or returned, without a handler it answers with its own page."""
    for view in (raising(Forbidden("no tea")), lambda: Forbidden("no tea")):
        response = get(make(framework, view), status=403)
        assert "<h1>Forbidden</h1>" in response.text
        assert "no tea" in response.text


def test_a_returned_error_is_not_handled(framework):
    """A handler is for what is raised."""
    app = make(framework, lambda: Forbidden())
    app.register_error_handler(403, lambda error: ("handled", 403))
    assert "<h1>Forbidden</h1>" in get(app, status=403).text


def test_a_handler_may_return_the_error(framework):
    """A handler may only look, and leave the answer as it is."""
    app = make(framework)
    seen = []

    @app.errorhandler(404)
    def note(error):
        seen.append(error.code)
        return error

    assert "<h1>Not Found</h1>" in get(app, "/tea", 404).text
    assert seen == [404]


def test_a_redirect_is_no_error(framework):
    """Neither a redirect of the routing nor a response given to `abort` is handled."""
    app = make(framework)
    app.register_error_handler(HTTPException, lambda error: ("handled", 200))
    app.add_url_rule("/shop/", "shop", lambda: "shop")

    @app.get("/away")
    def away():
        framework.abort(framework.redirect("/shop/"))

    assert get(app, "/shop", 308).location.endswith("/shop/")
    assert get(app, "/away", 302).location.endswith("/shop/")


def test_abort_with_a_description(framework):
    """A handler sees what was given to `abort`."""
    app = make(framework, lambda: framework.abort(403, description="no tea"))

    @app.errorhandler(403)
    def forbidden(error):
        return {"error": error.description}, error.code

    assert get(app, status=403).json == {"error": "no tea"}


# Errors that nobody handles


def test_an_error_is_a_500_that_says_nothing(framework):
    """The client learns that there was an error, and nothing of it."""
    app = make(framework, raising(OSError("password: tea")))
    response = get(app, status=500)
    assert "<h1>Internal Server Error</h1>" in response.text
    assert "tea" not in response.text
    assert "OSError" not in response.text


def test_it_is_logged_once(framework):
    """The log gets one record, with the path, the method and the error."""
    error = OSError("disk full")
    app = make(framework, raising(error))
    TestApp(app).post("/?page=2", status=500)
    (record,) = app.lines.records
    assert record.getMessage() == "Exception on / [POST]"
    assert record.levelno == logging.ERROR
    assert record.exc_info[1] is error


def test_what_is_handled_is_not_logged(framework):
    """HTTP errors and handled ones are answers, and nothing to log."""
    app = make(framework, raising(ShopError()))
    app.register_error_handler(ShopError, lambda error: ("shop", 409))
    get(app, status=409)
    get(app, "/tea", 404)
    assert app.lines.records == []


@pytest.mark.parametrize("what", [500, InternalServerError, HTTPException])
def test_a_handler_for_500_gets_the_original(framework, what):
    """It gets an `InternalServerError`, which has what was raised."""
    app = make(framework, raising(OSError("disk full")))

    @app.errorhandler(what)
    def sorry(error):
        assert isinstance(error, InternalServerError)
        return f"sorry, {error.original_exception}", 500

    assert get(app, status=500).text == "sorry, disk full"
    assert len(app.lines.records) == 1


def test_a_raised_500_has_no_original(framework):
    """`abort(500)` is an HTTP error like any other: handled, and not logged."""
    app = make(framework, lambda: framework.abort(500))
    app.register_error_handler(
        500, lambda error: (str(getattr(error, "original_exception", None)), 500)
    )
    assert get(app, status=500).text == "None"
    assert app.lines.records == []


def test_a_handler_for_all_errors_is_no_handler_for_500(framework):
    """A handler for `Exception` answers the error itself, before it becomes a 500."""
    app = make(framework, raising(OSError("disk full")))
    app.register_error_handler(Exception, lambda error: (f"any: {error}", 418))
    app.register_error_handler(500, lambda error: ("never", 500))
    assert get(app, status=418).text == "any: disk full"


def test_an_error_in_a_handler(framework):
    """What a handler raises is answered by the one for 500."""
    app = make(framework, raising(ShopError()))
    app.register_error_handler(ShopError, lambda error: 1 / 0)
    app.register_error_handler(
        500, lambda error: (type(error.original_exception).__name__, 500)
    )
    assert get(app, status=500).text == "ZeroDivisionError"


def test_an_error_in_the_handler_for_500(framework):
    """If even that handler fails, the server gets the error, and nothing is current."""
    app = make(framework)
    app.register_error_handler(500, raising_handler)
    with pytest.raises(RuntimeError, match="no paper"):
        get(app)
    assert not framework.has_app_context()


def raising_handler(error):
    raise RuntimeError("no paper")


def test_an_http_error_in_a_handler(framework):
    """A handler that aborts is answered with a 500, since it failed."""
    app = make(framework, raising(ShopError()))
    app.register_error_handler(ShopError, lambda error: framework.abort(404))
    assert get(app).status_code == 500


def test_an_error_after_the_view(framework):
    """A hook that fails is a 500; failing again on the way out, it is logged."""
    app = make(framework, lambda: "tea")

    @app.after_request
    def fail(response):
        raise OSError("no ink")

    assert "Internal Server Error" in get(app, status=500).text
    assert len(app.lines.records) == 2


def test_a_view_that_returns_nothing(framework):
    """That is an error of the program, and answered with a 500."""
    app = make(framework, lambda: None)
    assert get(app).status_code == 500
    assert "did not return a valid response" in str(app.lines.records[0].exc_info[1])


def test_the_end_gets_what_was_answered_with_500(framework):
    """Whoever cleans up is told the error, although the client got an answer."""
    error = OSError("disk full")
    app = make(framework, raising(error))
    seen = []
    app.teardown_request(seen.append)
    app.teardown_appcontext(seen.append)
    get(app, status=500)
    assert seen == [error, error]


def test_the_end_gets_nothing_that_was_handled(framework):
    """An error that has a handler has been dealt with."""
    app = make(framework, raising(ShopError()))
    app.register_error_handler(ShopError, lambda error: ("shop", 409))
    seen = []
    app.teardown_request(seen.append)
    get(app, status=409)
    assert seen == [None]


def test_an_error_of_a_converter(framework):
    """An error while the rule is matched is a 500 as well, and logged."""

    class Failing(BaseConverter):
        def to_python(self, value):
            raise OSError("disk full")

    app = make(framework)
    app.url_map.converters["failing"] = Failing
    app.add_url_rule("/<failing:x>", "failing", lambda x: x)
    assert "Internal Server Error" in get(app, "/tea", 500).text
    assert app.lines.records[0].getMessage() == "Exception on /tea [GET]"
    assert not framework.has_app_context()
    with pytest.raises(OSError, match="disk full"), app.test_request_context("/tea"):
        pass


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
@pytest.mark.small_print
def test_what_is_no_exception_goes_on(framework, error):
    """Whoever ends the program ends it, and the end of the request is told."""
    app = make(framework, raising(error()))
    app.register_error_handler(Exception, lambda error: "handled")
    seen = []
    app.teardown_request(lambda error: seen.append(type(error)))
    environ = {}
    setup_testing_defaults(environ)
    with pytest.raises(error):
        app(environ, lambda status, headers: None)
    assert seen == [error]
    assert not framework.has_app_context()


# While testing and debugging


@pytest.mark.parametrize(
    ("config", "raised"),
    [
        ({}, False),
        ({"TESTING": True}, True),
        ({"DEBUG": True}, True),
        ({"PROPAGATE_EXCEPTIONS": True}, True),
        ({"PROPAGATE_EXCEPTIONS": False, "TESTING": True}, False),
        ({"PROPAGATE_EXCEPTIONS": False, "DEBUG": True}, False),
    ],
)
def test_who_gets_the_error(framework, config, raised):
    """While testing or debugging, unless it is set otherwise, the caller gets it."""
    app = make(framework, **config)
    app.register_error_handler(500, lambda error: ("sorry", 500))
    if raised:
        with pytest.raises(ZeroDivisionError):
            get(app)
        assert app.lines.records == []
    else:
        assert get(app, status=500).text == "sorry"
        assert len(app.lines.records) == 1


def test_testing_is_a_setting(framework):
    """`app.testing` and `app.debug` are the settings of these names."""
    app = make(framework)
    assert (app.testing, app.debug) == (False, False)
    app.testing = True
    app.config["DEBUG"] = True
    assert app.config["TESTING"] is True
    assert app.debug is True


def test_http_errors_can_be_trapped(framework):
    """With `TRAP_HTTP_EXCEPTIONS` an HTTP error is an error like any other."""
    app = make(framework, TRAP_HTTP_EXCEPTIONS=True, TESTING=True)
    app.register_error_handler(405, lambda error: ("handled", 405))
    with pytest.raises(NotFound):
        get(app, "/tea")
    assert TestApp(app).put("/", status=405).text == "handled"


@pytest.mark.parametrize(
    ("config", "trapped"),
    [
        ({}, False),
        ({"DEBUG": True}, True),
        ({"DEBUG": True, "TRAP_BAD_REQUEST_ERRORS": False}, False),
        ({"TRAP_BAD_REQUEST_ERRORS": True, "TESTING": True}, True),
    ],
)
def test_a_missing_key(framework, config, trapped):
    """A key that a form has not is a 400; while debugging it is an error."""
    app = make(framework, lambda: framework.request.form["user"], **config)
    if trapped:
        with pytest.raises(KeyError) as raised:
            TestApp(app).post("/")
        assert "user" in str(raised.value)
    else:
        text = TestApp(app).post("/", status=400).text
        assert ("user" in text) == bool(config.get("DEBUG"))


def test_another_bad_request_is_trapped_on_request(framework):
    """With `TRAP_BAD_REQUEST_ERRORS` every 400 is trapped, debugging alone does not."""
    app = make(framework, raising(BadRequest()), DEBUG=True)
    assert get(app).status_code == 400
    app.config["TRAP_BAD_REQUEST_ERRORS"] = True
    with pytest.raises(BadRequest):
        get(app)


def test_the_seams_can_be_overridden(framework):
    """Each step of handling an error is a method by Flask's name."""
    log = []

    class Noting(framework.Flask):
        def handle_http_exception(self, e):
            log.append("http")
            return super().handle_http_exception(e)

        def handle_user_exception(self, e):
            log.append("user")
            return super().handle_user_exception(e)

        def handle_exception(self, e):
            log.append("any")
            return super().handle_exception(e)

        def log_exception(self, exc_info):
            log.append(exc_info[0].__name__)

    app = Noting("noting")
    app.add_url_rule("/", "index", lambda: 1 / 0)
    get(app, "/tea", 404)
    get(app, "/", 500)
    assert log == ["user", "http", "user", "any", "ZeroDivisionError"]


def test_handlers_come_too_late(framework):
    """After the first request, no handler can be registered."""
    app = make(framework, lambda: "tea")
    get(app)
    for late in (
        lambda: app.errorhandler(404),
        lambda: app.register_error_handler(404, lambda error: ""),
    ):
        with pytest.raises(AssertionError, match="request"):
            late()


# Logging


def test_the_logger_has_the_name_of_the_application(framework):
    """`app.logger` is Python's logger of that name, the same each time."""
    app = framework.Flask("shop.front")
    assert app.logger is logging.getLogger("shop.front")
    assert app.logger is app.logger


def test_the_logger_gets_a_handler_if_there_is_none(framework, logger_names):
    """Where nothing is configured, errors go where the server wants them."""
    app = framework.Flask(logger_names())
    app.add_url_rule("/", "index", lambda: 1 / 0)
    environ = {"wsgi.errors": StringIO()}
    setup_testing_defaults(environ)
    list(app(environ, lambda status, headers: None))
    text = environ["wsgi.errors"].getvalue()
    assert "Exception on / [GET]" in text
    assert "ZeroDivisionError: division by zero" in text


def test_a_configured_logger_is_left_alone(framework, logger_names):
    """Where the root logger or its own has a handler, it gets no other."""
    lines = Lines()
    name = logger_names(lines)
    app = framework.Flask(name)
    app.logger.error("no tea")
    assert [record.getMessage() for record in lines.records] == ["no tea"]
    assert app.logger.handlers == []


def test_debugging_lets_everything_through(framework, logger_names):
    """While debugging, the level is the lowest, unless it was set."""
    app = framework.Flask(logger_names())
    app.debug = True
    assert app.logger.level == logging.DEBUG
    name = logger_names()
    logging.getLogger(name).setLevel(logging.ERROR)
    app = framework.Flask(name)
    app.debug = True
    assert app.logger.level == logging.ERROR


@pytest.fixture
def logger_names():
    """Makes names of loggers that nobody has used, each with a parent for a root."""
    parents = []

    def name(*handlers):
        parent = logging.getLogger(f"parent{id(parents)}x{len(parents)}")
        parent.propagate = False
        parent.handlers = list(handlers)
        parents.append(parent)
        return f"{parent.name}.child"

    yield name
    for parent in parents:
        parent.handlers = []
        logging.getLogger(f"{parent.name}.child").handlers = []


def test_the_context_is_handed_to_who_wants_to_look(framework):
    """A debugger or a client gets contexts in which all is as it was, when entered."""
    app, kept, ended = make(framework), [], []
    app.secret_key = "tea"
    app.teardown_request(ended.append)

    @app.get("/ann")
    def ann():
        framework.g.user = "ann"
        return str(1 / int(framework.request.args["n"]))

    for query, error in (("n=1", None), ("n=0", ZeroDivisionError)):
        kept.clear()
        app.testing = True
        wanted = {"werkzeug.debug.preserve_context": kept.append}
        with suppress(ZeroDivisionError):
            Client(app).get("/ann", query_string=query, environ_overrides=wanted)
        assert not framework.has_request_context()
        assert error is None or isinstance(ended[-1], error)
        with ExitStack() as console:
            for context in kept:
                console.enter_context(context)
            assert framework.request.path == "/ann"
            assert framework.g.user == "ann"
            assert framework.current_app._get_current_object() is app
        assert not framework.has_app_context()


@pytest.mark.small_print
def test_a_context_inside_of_another_is_handed_on(framework):
    """The `g` that a test shares with a request is there in the contexts it gets."""
    app, kept = make(framework, lambda: framework.g.setdefault("user", "ann")), []
    with app.app_context():
        wanted = {"werkzeug.debug.preserve_context": kept.append}
        Client(app).get("/", environ_overrides=wanted)
        with ExitStack() as console:
            for context in kept:
                console.enter_context(context)
            assert framework.g.user == "ann"
            framework.g.user = "bob"
        assert framework.g.user == "bob"


@pytest.mark.differs("Flask calls what is no response, and logs nothing")
@pytest.mark.parametrize("key", [None, "tea"])
@pytest.mark.parametrize("alone", [True, False])
def test_a_hook_that_forgets_its_response(framework, key, alone):
    """It is a 500, and the log names the hook."""
    app = make(framework, lambda: "tea", SECRET_KEY=key)

    def forgetful(response):
        pass

    if alone:
        app.before_request(lambda: framework.after_this_request(forgetful) and None)
    else:
        app.after_request(forgetful)
    assert get(app, status=500).status_code == 500
    error = app.lines.records[0].exc_info[1]
    assert "forgetful" in str(error)
    assert "return response" in str(error)


@pytest.mark.differs("in Flask it is a 500")
def test_a_hook_that_aborts(framework):
    """`abort` in a hook after the view is answered as it is in a view."""
    for register in ("after_request", "after_this_request"):
        app, seen = make(framework, lambda: "tea"), []
        app.after_request(lambda response, seen=seen: seen.append(response) or response)

        def refuse(response):
            if framework.request.args.get("always") or response.status_code == 200:
                framework.abort(403)
            return response

        if register == "after_request":
            app.after_request(refuse)
        else:

            @app.before_request
            def before(refuse=refuse):
                framework.after_this_request(refuse)

        assert get(app, "/", 403).status_code == 403
        assert get(app, "/?always=1", 403).status_code == 403
        assert [each.status_code for each in seen][:1] == [403]
        app = make(framework, lambda: "tea")
        app.after_request(refuse)
        app.register_error_handler(403, lambda error: ("not for you", 403))
        assert get(app, "/", 403).text == "not for you"
        app.config["TRAP_HTTP_EXCEPTIONS"] = True
        assert get(app, "/", 403).text == "not for you"
        assert not app.lines.records


@pytest.mark.small_print
def test_a_stream_is_not_sent_with_an_error(framework):
    """A view that fails leaves no stream behind, nor does one that aborts."""
    for fail in (lambda: 1 / 0, lambda: framework.abort(404)):
        app, ended = make(framework), []
        app.teardown_appcontext(ended.append)

        @app.get("/stream")
        def stream(fail=fail):
            framework.g.rows = framework.stream_with_context(iter("ab"))
            fail()

        gc.disable()
        try:
            assert Client(app).get("/stream").status_code in {404, 500}
            assert len(ended) == 1
        finally:
            gc.enable()


@pytest.mark.differs("Flask ends a request before its stream, and again after it")
@pytest.mark.small_print
def test_an_error_may_be_answered_by_a_stream(framework):
    """A stream in place of another one ends its request once, when all is sent."""
    app, ended = make(framework), []
    app.teardown_appcontext(lambda error: ended.append("end"))

    @app.get("/stream")
    def stream():
        framework.g.rows = framework.stream_with_context(iter("ab"))
        raise OSError("fire")

    @app.errorhandler(OSError)
    def answer(error):
        framework.g.error = error

        def pieces():
            yield "sorry, "
            ended.append("piece")
            yield str(error)

        return framework.stream_with_context(pieces())

    assert Client(app).get("/stream").text == "sorry, fire"
    assert ended == ["piece", "end"]


def test_debug_is_a_setting(framework):
    """`debug` is the setting `DEBUG`, and off unless turned on."""
    app = framework.Flask(__name__)
    assert app.debug is False
    app.debug = True
    assert app.config["DEBUG"] is True
