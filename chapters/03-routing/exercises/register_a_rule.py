"""Register a rule.

Write the decorator of chapter 3 again: `@app.route("/tea", methods=["POST"])` makes the
function below it the view for a rule. It takes every option that `add_url_rule` takes,
`endpoint` among them. Your method is typed into the framework of chapter 3, and judged by
the chapter's tests as well.
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


def test_two_rules_may_lead_to_one_view():
    app = Flask(__name__)
    app.route("/")(app.route("/hello/<name>")(_hello))
    found = [TestApp(app).get(path).text for path in ("/", "/hello/Ann")]
    assert found == ["Hello, you.", "Hello, Ann."], (
        f"With two rules for one view, / and /hello/Ann answer {found!r}. It should be"
        " ['Hello, you.', 'Hello, Ann.']."
    )


def _hello(name="you"):
    return f"Hello, {name}."
