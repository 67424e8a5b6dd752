"""Register a rule.

Write the two decorators of chapter 3 again. `route` registers a function as the view
for a rule, and takes every option that `add_url_rule` takes, `endpoint` among them.
`endpoint` gives a rule that was added without a view its view, or another one. Both
return the function that they decorate. `setupmethod` stays above them, so that they
refuse to be called too late. Your methods are typed into the framework of
chapter 3, and judged by the chapter's tests as well.
"""

from webtest import TestApp

from tinyflask.helpers import setupmethod

TYPE_IN = "tinyflask/app.py"


class Flask:
    ...

    @setupmethod
    def route(self, rule, **options):
        """Register the decorated function as the view for ``rule``."""
        raise NotImplementedError("write route here")

    @setupmethod
    def endpoint(self, endpoint):
        """Register the decorated function as the view that ``endpoint`` stands for."""
        raise NotImplementedError("write endpoint here")


def test_a_view_answers():
    app = Flask(__name__)

    @app.route("/")
    def index():
        return "Hello"

    text = TestApp(app).get("/", expect_errors=True).text
    assert text == "Hello", f"The view for / returns 'Hello', and / answers {text!r}."


def test_the_function_comes_back():
    def index():
        return "Hello"

    found = Flask(__name__).route("/")(index)
    assert found is index, f"`route` gave back {found!r} instead of the function."
    found = Flask(__name__).endpoint("index")(index)
    assert found is index, f"`endpoint` gave back {found!r} instead of the function."


def test_options_are_passed_on():
    app = Flask(__name__)
    app.route("/", methods=["POST"])(lambda: "posted")
    status = TestApp(app).get("/", expect_errors=True).status_code
    assert status == 405, f"A rule for POST alone answers GET with {status}, not 405."


def test_an_endpoint_can_be_named():
    app = Flask(__name__)
    app.route("/", endpoint="start")(lambda: "Hello")
    found = list(app.view_functions)
    assert found == ["start"], (
        f"With endpoint='start' the endpoints are {found}, and not ['start']."
    )


def test_a_view_can_come_later():
    app = Flask(__name__)
    app.add_url_rule("/", endpoint="late")
    app.endpoint("late")(lambda: "too early")
    app.endpoint("late")(lambda: "at last")
    text = TestApp(app).get("/", expect_errors=True).text
    assert text == "at last", f"The view that came last is not called: {text!r}."


def test_an_endpoint_adds_no_rule():
    app = Flask(__name__)
    before = len(list(app.url_map.iter_rules()))
    app.endpoint("late")(lambda: "at last")
    after = len(list(app.url_map.iter_rules()))
    assert after == before, "`endpoint` should name a view, and added a rule."
