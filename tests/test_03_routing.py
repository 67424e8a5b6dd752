"""Chapter 3: rules sort themselves, and every resource has one URL."""

from itertools import permutations

import pytest
from webtest import TestApp
from werkzeug.routing import BaseConverter, BuildError, Map, Rule


def allowed(response):
    return set(response.headers["Allow"].split(", "))


def test_a_view_answers_its_rule(framework):
    """A view's string is sent as an HTML page with status 200."""
    app = framework.Flask(__name__)

    @app.route("/")
    def index():
        return "Grüße"

    response = TestApp(app).get("/")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.text == "Grüße"


def test_values_in_the_path_are_arguments(framework):
    """What converters find in the path reaches the view, unquoted and converted."""
    app = framework.Flask(__name__)

    @app.route("/<name>/<int:number>/<path:rest>")
    def view(name, number, rest):
        return repr((name, number, rest))

    response = TestApp(app).get("/zo%C3%AB%20b/7/a/b.txt")
    assert response.text == repr(("zoë b", 7, "a/b.txt"))


def test_the_order_of_rules_does_not_matter(framework):
    """Of several rules that fit, the most specific answers, whatever their order."""
    rules = {
        "/<path:anything>": "anything",
        "/<name>": "by name",
        "/<int:number>": "by number",
        "/me": "me",
    }
    for order in permutations(rules):
        app = framework.Flask(__name__)
        for rule in order:
            answer = rules[rule]
            app.add_url_rule(rule, rule, lambda answer=answer, **arguments: answer)
        client = TestApp(app)
        assert client.get("/me").text == "me"
        assert client.get("/7").text == "by number"
        assert client.get("/ann").text == "by name"
        assert client.get("/ann/x").text == "anything"


def test_no_rule_fits(framework):
    """A path that no rule fits is answered with 404."""
    app = framework.Flask(__name__)
    app.add_url_rule("/<int:number>", "number", lambda number: str(number))
    client = TestApp(app)
    for path in ("/", "/x", "/-1", "/1/", "/1.5"):
        client.get(path, status=404)


def test_a_method_that_is_not_allowed(framework):
    """A method that no rule of the path has is answered with 405 and `Allow`."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "index", lambda: "index")
    app.add_url_rule("/", "create", lambda: "create", methods=["post"])
    response = TestApp(app).delete("/", status=405)
    assert allowed(response) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_head_is_answered_for_get(framework):
    """A view for GET answers HEAD, with the length of the page and without it."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "index", lambda: "Hello")
    response = TestApp(app).head("/")
    assert response.headers["Content-Length"] == "5"
    assert response.body == b""


def test_options_is_answered_by_the_framework(framework):
    """OPTIONS is answered with the methods of the path, and without the view."""
    app = framework.Flask(__name__)
    calls = []
    app.add_url_rule("/", "index", lambda: calls.append(1) or "", methods=["GET"])
    app.add_url_rule("/", "create", lambda: calls.append(1) or "", methods=["POST"])
    response = TestApp(app).options("/")
    assert allowed(response) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert response.body == b""
    assert calls == []


def test_a_view_can_answer_options_itself(framework):
    """A view that names OPTIONS among its methods is called for it."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "index", lambda: "mine", methods=["GET", "OPTIONS"])
    assert TestApp(app).options("/").text == "mine"


@pytest.mark.small_print
def test_options_can_be_turned_off(framework):
    """Without automatic options, OPTIONS is a method like others, and not allowed."""
    app = framework.Flask(__name__)

    def silent():
        return ""

    silent.provide_automatic_options = False
    app.add_url_rule("/a", view_func=silent)
    app.add_url_rule("/b", "b", lambda: "", provide_automatic_options=False)
    client = TestApp(app)
    for path in ("/a", "/b"):
        assert allowed(client.options(path, status=405)) == {"GET", "HEAD"}


def test_a_view_can_say_its_methods(framework):
    """`methods` of a view are taken where the rule has none."""
    app = framework.Flask(__name__)

    def view():
        return "view"

    view.methods = ["PUT"]
    app.add_url_rule("/", view_func=view)
    client = TestApp(app)
    assert client.put("/").text == "view"
    client.get("/", status=405)


@pytest.mark.small_print
def test_a_view_can_require_methods(framework):
    """`required_methods` of a view are added to those that its rule or it names."""
    app = framework.Flask(__name__)

    def view():
        return "view"

    view.methods = ["PUT"]
    view.required_methods = ["PATCH"]
    app.add_url_rule("/", view_func=view)
    client = TestApp(app)
    assert client.put("/").text == "view"
    assert client.patch("/").text == "view"
    client.get("/", status=405)


@pytest.mark.small_print
def test_methods_must_be_a_list(framework):
    """Methods in a single string raise `TypeError` instead of allowing G, E and T."""
    app = framework.Flask(__name__)
    with pytest.raises(TypeError, match="list of strings"):
        app.add_url_rule("/", "index", lambda: "", methods="GET")


def test_a_decorator_for_get_and_one_for_post(framework):
    """`get` and `post` register for that method alone."""
    app = framework.Flask(__name__)
    app.get("/", endpoint="read")(lambda: "read")
    app.post("/", endpoint="write")(lambda: "written")
    client = TestApp(app)
    assert client.get("/").text == "read"
    assert client.post("/").text == "written"
    client.delete("/", status=405)


@pytest.mark.small_print
def test_a_decorator_for_each_method(framework):
    """`get`, `post`, `put`, `delete` and `patch` register for that method alone."""
    app = framework.Flask(__name__)
    methods = ("get", "post", "put", "delete", "patch")
    for method in methods:
        view = getattr(app, method)("/", endpoint=method)(lambda method=method: method)
        assert callable(view)
    with pytest.raises(TypeError, match="methods"):
        app.get("/", methods=["POST"])
    client = TestApp(app)
    for method in methods:
        assert client.request("/", method=method.upper()).text == method


def test_decorators_return_the_function(framework):
    """A view is still the function that it was, and can stand under two rules."""
    app = framework.Flask(__name__)

    @app.route("/")
    @app.route("/hello/<name>")
    def hello(name="you"):
        return f"Hello, {name}."

    client = TestApp(app)
    assert hello("Ann") == "Hello, Ann."
    assert client.get("/").text == "Hello, you."
    assert client.get("/hello/Bob").text == "Hello, Bob."


def test_an_endpoint_stands_for_one_function(framework):
    """A second function for an endpoint raises an error that names the endpoint."""
    app = framework.Flask(__name__)
    app.add_url_rule("/a", "page", lambda: "a")
    with pytest.raises(AssertionError, match="page"):
        app.add_url_rule("/b", "page", lambda: "b")


def test_an_endpoint_is_the_functions_name_unless_given(framework):
    """Endpoints come from the function's name, or from `endpoint`."""
    app = framework.Flask(__name__)

    @app.route("/a")
    def first():
        return "first"

    @app.route("/b", endpoint="other")
    def second():
        return "second"

    assert app.view_functions["first"] is first
    assert app.view_functions["other"] is second


@pytest.mark.small_print
def test_a_rule_without_a_view_needs_an_endpoint(framework):
    """A rule with neither a view nor an endpoint raises `AssertionError`."""
    with pytest.raises(AssertionError):
        framework.Flask(__name__).add_url_rule("/c")


@pytest.mark.small_print
def test_a_view_can_be_registered_after_its_rule(framework):
    """`endpoint` gives a rule that has no view yet its view."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", endpoint="late")

    @app.endpoint("late")
    def view():
        return "late"

    assert TestApp(app).get("/").text == "late"


def test_the_slash_is_added(framework):
    """A rule that ends in a slash redirects to it, with method, body and query kept."""
    app = framework.Flask(__name__)
    app.add_url_rule("/about/", "about", lambda: "about", methods=["GET", "POST"])
    client = TestApp(app)
    response = client.get("/about?from=home", status=308)
    assert response.location == "http://localhost/about/?from=home"
    assert response.follow().text == "about"
    client.post("/about", status=308)


def test_the_slash_is_not_taken_away(framework):
    """A rule without a slash at its end does not fit a path with one."""
    app = framework.Flask(__name__)
    app.add_url_rule("/about", "about", lambda: "about")
    TestApp(app).get("/about/", status=404)


def test_slashes_lead_to_no_other_host(framework):
    """A redirect for slashes stays on the host, however the path begins."""
    app = framework.Flask(__name__)
    app.add_url_rule("/<path:anything>/", "view", lambda anything: anything)
    client = TestApp(app)
    for path in ("//evil.example", "///evil.example/x", "/\\evil.example"):
        response = client.get(path, expect_errors=True)
        location = response.headers.get("Location", "http://localhost/")
        assert location.startswith("http://localhost/")


def test_rules_take_options(framework):
    """Options such as `defaults` and `strict_slashes` reach the rule."""
    app = framework.Flask(__name__)

    def page(number):
        return str(number)

    app.add_url_rule("/pages", view_func=page, defaults={"number": 1})
    app.add_url_rule("/pages/<int:number>", view_func=page)
    app.add_url_rule("/loose/", "loose", lambda: "loose", strict_slashes=False)
    client = TestApp(app)
    assert client.get("/pages").text == "1"
    assert client.get("/pages/2").text == "2"
    assert client.get("/pages/1", status=308).location.endswith("/pages")
    assert client.get("/loose").text == "loose"


def test_converters_of_ones_own(framework):
    """A converter checks the text, converts it, and turns values back into text."""

    class ListConverter(BaseConverter):
        regex = r"\w+(?:\+\w+)*"

        def to_python(self, value):
            return value.split("+")

        def to_url(self, value):
            return "+".join(value)

    app = framework.Flask(__name__)
    app.url_map.converters["list"] = ListConverter
    app.add_url_rule("/<list:names>", "view", lambda names: " and ".join(names))
    client = TestApp(app)
    assert client.get("/ann+bob").text == "ann and bob"
    client.get("/ann+", status=404)
    adapter = app.url_map.bind("example.com")
    assert adapter.build("view", {"names": ["ann", "bob"]}) == "/ann+bob"


def test_urls_can_be_built(framework):
    """The map builds URLs from endpoints and values, and says what is missing."""
    app = framework.Flask(__name__)
    app.add_url_rule("/user/<name>", "user", lambda name: name)
    adapter = app.url_map.bind("example.com", url_scheme="https")
    assert adapter.build("user", {"name": "zoë b"}) == "/user/zo%C3%AB%20b"
    assert adapter.build("user", {"name": "ann", "page": 2}) == "/user/ann?page=2"
    url = adapter.build("user", {"name": "ann"}, force_external=True)
    assert url == "https://example.com/user/ann"
    with pytest.raises(BuildError):
        adapter.build("users", {"name": "ann"})


def test_urls_respect_where_the_application_is_mounted(framework):
    """Redirects of an application below a path lead below that path."""
    app = framework.Flask(__name__)
    app.add_url_rule("/about/", "about", lambda: "about")
    client = TestApp(app, extra_environ={"SCRIPT_NAME": "/shop"})
    location = client.get("/about", status=308).location
    assert location == "http://localhost/shop/about/"


@pytest.mark.small_print
def test_rule_and_map_can_be_exchanged(framework):
    """A subclass can say what makes its rules and what holds them."""

    class LoudRule(Rule):
        def __init__(self, string, **options):
            super().__init__(f"/loud{string}", **options)

    class OwnMap(Map):
        pass

    class Loud(framework.Flask):
        url_rule_class = LoudRule
        url_map_class = OwnMap

    app = Loud(__name__)
    app.add_url_rule("/hello", "hello", lambda: "hello")
    assert isinstance(app.url_map, OwnMap)
    assert TestApp(app).get("/loud/hello").text == "hello"
    TestApp(app).get("/hello", status=404)


def test_an_error_in_a_view_is_not_hidden(framework):
    """An exception of a view's own leaves the application while testing."""
    app = framework.Flask(__name__)
    app.testing = True

    @app.route("/")
    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        TestApp(app).get("/")


def test_rules_come_too_late(framework):
    """After the first request, a rule is refused."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "index", lambda: "index")
    assert TestApp(app).get("/").text == "index"
    for late in (
        lambda: app.add_url_rule("/late", "late", lambda: "late"),
        lambda: app.route("/late"),
        lambda: app.get("/late"),
        lambda: app.post("/late"),
    ):
        with pytest.raises(AssertionError, match="request"):
            late()
    assert TestApp(app).get("/late", status=404)


@pytest.mark.small_print
def test_everything_that_registers_comes_too_late(framework):
    """After the first request, nothing that registers anything can be called."""
    app = framework.Flask(__name__)
    TestApp(app).get("/", status=404)
    for late in (
        lambda: app.put("/late"),
        lambda: app.patch("/late"),
        lambda: app.delete("/late"),
        lambda: app.endpoint("late"),
    ):
        with pytest.raises(AssertionError, match="request"):
            late()


@pytest.mark.small_print
def test_a_view_that_requires_options(framework):
    """`required_methods` adds to the methods, and OPTIONS is still answered for it."""
    app = framework.Flask(__name__)

    def view():
        return "the view"

    view.required_methods = ["OPTIONS", "DELETE"]
    app.add_url_rule("/", "view", view)
    response = TestApp(app).options("/")
    assert response.text == ""
    assert set(response.allow) == {"DELETE", "GET", "HEAD", "OPTIONS"}


def test_fixed_text_that_leads_nowhere(framework):
    """Fixed text is tried first; where it leads nowhere, a converter has its turn."""
    app = framework.Flask(__name__)
    app.add_url_rule("/user/me", "me", lambda: "me")
    app.add_url_rule("/user/<name>/photo.jpg", "photo", lambda name: f"photo of {name}")
    assert TestApp(app).get("/user/me").text == "me"
    assert TestApp(app).get("/user/me/photo.jpg").text == "photo of me"
