"""Chapter 10: record now, register later."""

import importlib
import tempfile
from pathlib import Path

import pytest
from webtest import TestApp


def make(framework, *blueprints, **options):
    """An application with these blueprints."""
    options = {"template_folder": None, "static_folder": None, **options}
    app = framework.Flask(__name__, **options)
    app.testing = True
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def shop(framework, name="shop", **options):
    """A blueprint with one page."""
    blueprint = framework.Blueprint(name, __name__, **options)
    blueprint.add_url_rule("/", "index", lambda **values: f"{name}'s page")
    return blueprint


def rules(app):
    """The rules of an application and the endpoints that they lead to."""
    return {rule.rule: rule.endpoint for rule in app.url_map.iter_rules()}


# Rules


def test_a_blueprint_is_nothing_until_it_is_registered(framework):
    """What it records happens when it is registered, and to that application alone."""
    blueprint = shop(framework)
    app, other = make(framework, blueprint), make(framework)
    assert TestApp(app).get("/").text == "shop's page"
    assert rules(app) == {"/": "shop.index"}
    assert TestApp(other).get("/", status=404)
    assert app.blueprints == {"shop": blueprint}
    assert list(app.iter_blueprints()) == [blueprint]


@pytest.mark.small_print
def test_a_blueprint_is_shown_with_its_name(framework):
    """`repr` says what a blueprint is called."""
    assert repr(framework.Blueprint("shop", __name__)) == "<Blueprint 'shop'>"


@pytest.mark.small_print
def test_every_way_to_add_a_rule(framework):
    """A blueprint has the decorators that an application has."""
    blueprint = framework.Blueprint("shop", __name__)
    for method in ("get", "post", "put", "patch", "delete"):
        decorator = getattr(blueprint, method)(f"/{method}")
        decorator(lambda: framework.request.endpoint) if False else None

        def view():
            return framework.request.endpoint

        view.__name__ = f"view_{method}"
        decorator(view)

    @blueprint.route("/route", methods=["GET", "POST"])
    def route():
        return framework.request.endpoint

    client = TestApp(make(framework, blueprint))
    for method in ("get", "post", "put", "patch", "delete"):
        response = client.request(f"/{method}", method=method.upper())
        assert response.text == f"shop.view_{method}"
    assert client.post("/route").text == "shop.route"


@pytest.mark.parametrize(
    ("prefix", "rule", "path"),
    [
        (None, "/", "/"),
        ("/shop", "/", "/shop/"),
        ("/shop/", "/", "/shop/"),
        ("/shop", "", "/shop"),
        ("/shop/", "tea", "/shop/tea"),
        ("/shop", "/tea/", "/shop/tea/"),
        ("/", "/tea", "/tea"),
        ("/<name>", "/tea", "/<name>/tea"),
    ],
)
def test_a_prefix(framework, prefix, rule, path):
    """A prefix stands before each rule, with one slash between them."""
    blueprint = framework.Blueprint("shop", __name__, url_prefix=prefix)
    blueprint.add_url_rule(rule, "page", lambda **values: "")
    assert rules(make(framework, blueprint)) == {path: "shop.page"}


def test_options_of_the_registration_win(framework):
    """Prefix, name, subdomain and defaults can be chosen where it is registered."""
    blueprint = shop(framework, url_prefix="/shop", url_defaults={"kind": "small"})
    app = make(framework)
    app.register_blueprint(blueprint)
    app.register_blueprint(
        blueprint, name="large", url_prefix="/big", url_defaults={"kind": "large"}
    )
    assert rules(app) == {"/shop/": "shop.index", "/big/": "large.index"}
    found = {rule.endpoint: rule.defaults for rule in app.url_map.iter_rules()}
    assert found == {"shop.index": {"kind": "small"}, "large.index": {"kind": "large"}}


def test_defaults_of_a_rule_win(framework):
    """A rule's own defaults come before those of its blueprint."""
    blueprint = framework.Blueprint("shop", __name__, url_defaults={"a": 1, "b": 1})
    blueprint.add_url_rule("/", "index", lambda a, b: [a, b], defaults={"b": 2})
    assert TestApp(make(framework, blueprint)).get("/").json == [1, 2]


def test_the_same_name_twice_is_refused(framework):
    """A name stands for one registration; the error says what to do."""
    blueprint = shop(framework)
    app = make(framework, blueprint)
    for again in (blueprint, shop(framework)):
        with pytest.raises(ValueError, match="name="):
            app.register_blueprint(again)
    app.register_blueprint(blueprint, name="other", url_prefix="/other")
    assert set(app.blueprints) == {"shop", "other"}


@pytest.mark.parametrize("name", ["", "a.b"])
def test_a_name_without_dots(framework, name):
    """A name is not empty and has no dot, since the dot separates names."""
    with pytest.raises(ValueError, match="name"):
        framework.Blueprint(name, __name__)


def test_an_endpoint_without_dots(framework):
    """Neither has an endpoint of a blueprint, nor the name of a view."""
    blueprint = framework.Blueprint("shop", __name__)
    with pytest.raises(ValueError, match="dot"):
        blueprint.add_url_rule("/", "a.b", lambda: "")

    def view():
        return ""

    view.__name__ = "a.b"
    with pytest.raises(ValueError, match="dot"):
        blueprint.add_url_rule("/", view_func=view)


def test_the_request_knows_its_blueprint(framework):
    """`request.blueprint` and `request.blueprints` name who answers."""
    inner = framework.Blueprint("inner", __name__, url_prefix="/inner")
    outer = framework.Blueprint("outer", __name__, url_prefix="/outer")

    def names():
        return [framework.request.blueprint, framework.request.blueprints]

    inner.add_url_rule("/", "names", names)
    outer.add_url_rule("/", "names", names)
    outer.register_blueprint(inner)
    app = make(framework, outer)
    app.add_url_rule("/", "names", names)
    client = TestApp(app)
    assert client.get("/").json == [None, []]
    assert client.get("/outer/").json == ["outer", ["outer"]]
    assert client.get("/outer/inner/").json == ["outer.inner", ["outer.inner", "outer"]]
    with app.test_request_context("/missing"):
        assert framework.request.blueprint is None
        assert framework.request.blueprints == []


def test_urls_within_a_blueprint(framework):
    """An endpoint that begins with a dot is the blueprint's own, wherever that is."""
    blueprint = framework.Blueprint("shop", __name__)

    @blueprint.get("/")
    def index():
        url_for = framework.url_for
        return [url_for(".index"), url_for("shop.index"), url_for("index")]

    app = make(framework)
    app.register_blueprint(blueprint, url_prefix="/a")
    app.register_blueprint(blueprint, url_prefix="/b", name="other")
    app.add_url_rule("/", "index", lambda: "")
    client = TestApp(app)
    assert client.get("/a/").json == ["/a/", "/a/", "/"]
    assert client.get("/b/").json == ["/b/", "/a/", "/"]
    with app.test_request_context("/"):
        assert framework.url_for(".index") == "/"


@pytest.mark.small_print
def test_an_endpoint_of_a_blueprint(framework):
    """`endpoint` of a blueprint registers with the application, by the whole name."""
    blueprint = framework.Blueprint("shop", __name__)
    blueprint.add_url_rule("/", "index")

    @blueprint.endpoint("shop.index")
    def index():
        return "tea"

    assert TestApp(make(framework, blueprint)).get("/").text == "tea"


# Nesting


def test_nested_names_and_prefixes_add_up(framework):
    """A blueprint in a blueprint has both names and both prefixes."""
    a = shop(framework, "a", url_prefix="/a")
    b = shop(framework, "b", url_prefix="/b")
    c = shop(framework, "c")
    b.register_blueprint(c, url_prefix="/c")
    a.register_blueprint(b)
    a.register_blueprint(c, url_prefix="/d", name="d")
    app = make(framework, a)
    assert rules(app) == {
        "/a/": "a.index",
        "/a/b/": "a.b.index",
        "/a/b/c/": "a.b.c.index",
        "/a/d/": "a.d.index",
    }
    assert set(app.blueprints) == {"a", "a.b", "a.b.c", "a.d"}


def test_a_blueprint_in_itself(framework):
    """A blueprint cannot be its own part."""
    blueprint = shop(framework)
    with pytest.raises(ValueError, match="itself"):
        blueprint.register_blueprint(blueprint)


def test_a_nested_blueprint_in_two_places(framework):
    """The same part may be in two blueprints, and in one of them twice."""
    part = shop(framework, "part")
    a, b = shop(framework, "a", url_prefix="/a"), shop(framework, "b", url_prefix="/b")
    a.register_blueprint(part, url_prefix="/one")
    a.register_blueprint(part, url_prefix="/two", name="two")
    b.register_blueprint(part, url_prefix="/one")
    client = TestApp(make(framework, a, b))
    for path in ("/a/one/", "/a/two/", "/b/one/"):
        assert client.get(path).text == "part's page"


# Hooks and errors


def noting(log, word, result=None):
    """A hook that notes that it was called."""

    def hook(*args):
        log.append(word)
        return args[0] if word.startswith("after") else result

    return hook


def test_hooks_of_a_blueprint(framework):
    """A blueprint's hooks are for its own views, inside of the application's."""
    log = []
    inner, outer = shop(framework, "inner"), shop(framework, "outer")
    for name, each in (("outer", outer), ("inner", inner)):
        each.url_value_preprocessor(noting(log, f"values {name}"))
        each.before_request(noting(log, f"before {name}"))
        each.after_request(noting(log, f"after {name}"))
        each.teardown_request(noting(log, f"end {name}"))
    outer.register_blueprint(inner, url_prefix="/inner")
    app = make(framework)
    app.url_value_preprocessor(noting(log, "values app"))
    app.before_request(noting(log, "before app"))
    app.after_request(noting(log, "after app"))
    app.teardown_request(noting(log, "end app"))
    app.add_url_rule("/app", "page", lambda: "")
    app.register_blueprint(outer, url_prefix="/outer")
    client = TestApp(app)
    every = ["values", "before", "after", "end"]
    client.get("/app")
    assert log == [f"{each} app" for each in every]
    log.clear()
    client.get("/outer/")
    assert log == [
        "values app",
        "values outer",
        "before app",
        "before outer",
        "after outer",
        "after app",
        "end outer",
        "end app",
    ]
    log.clear()
    client.get("/outer/inner/")
    assert log == [
        *(f"values {name}" for name in ("app", "outer", "inner")),
        *(f"before {name}" for name in ("app", "outer", "inner")),
        *(f"after {name}" for name in ("inner", "outer", "app")),
        *(f"end {name}" for name in ("inner", "outer", "app")),
    ]


def test_hooks_of_a_blueprint_for_all(framework):
    """A blueprint can register for the whole application, and does so once."""
    log = []
    blueprint = shop(framework)
    blueprint.app_url_value_preprocessor(noting(log, "values"))
    blueprint.before_app_request(noting(log, "before"))
    blueprint.after_app_request(noting(log, "after"))
    blueprint.teardown_app_request(noting(log, "end"))
    app = make(framework)
    app.register_blueprint(blueprint, url_prefix="/a")
    app.register_blueprint(blueprint, url_prefix="/b", name="b")
    app.add_url_rule("/", "page", lambda: "")
    client = TestApp(app)
    for path in ("/", "/a/", "/b/"):
        log.clear()
        client.get(path)
        assert log == ["values", "before", "after", "end"]


def test_hooks_of_a_blueprint_that_is_registered_twice(framework):
    """Under each of its names it has its hooks."""
    log = []
    blueprint = shop(framework)
    blueprint.before_request(noting(log, "before"))
    app = make(framework)
    app.register_blueprint(blueprint, url_prefix="/a")
    app.register_blueprint(blueprint, url_prefix="/b", name="b")
    client = TestApp(app)
    for path in ("/a/", "/b/"):
        log.clear()
        client.get(path)
        assert log == ["before"]


def test_url_defaults_of_a_blueprint(framework):
    """They are for URLs that lead into it, wherever they are built."""
    blueprint = framework.Blueprint("shop", __name__, url_prefix="/<language>")
    blueprint.add_url_rule("/", "index", lambda: framework.g.language)

    @blueprint.url_defaults
    def give(endpoint, values):
        values.setdefault("language", "de")

    @blueprint.url_value_preprocessor
    def take(endpoint, values):
        framework.g.language = values.pop("language")

    @blueprint.app_url_defaults
    def note(endpoint, values):
        values["from"] = endpoint

    app = make(framework, blueprint)
    app.add_url_rule("/", "index", lambda: framework.url_for("shop.index"))
    client = TestApp(app)
    assert client.get("/").text == "/de/?from=shop.index"
    assert client.get("/fi/").text == "fi"
    with app.test_request_context("/"):
        assert framework.url_for("index") == "/?from=index"


@pytest.mark.small_print
def test_names_for_a_blueprints_templates(framework):
    """A context processor of a blueprint is for what its views render."""
    render = framework.render_template_string
    blueprint = framework.Blueprint("shop", __name__)
    blueprint.add_url_rule("/shop", "page", lambda: render("{{ a }}{{ b }}{{ c }}"))
    blueprint.context_processor(lambda: {"a": "own"})
    blueprint.app_context_processor(lambda: {"b": "all"})
    blueprint.app_template_filter("twice")(lambda text: 2 * text)
    blueprint.app_template_test("short")(lambda text: len(text) < 4)
    blueprint.app_template_global("now")(lambda: "now")
    blueprint.add_app_template_filter(str.upper, "loud")
    blueprint.add_app_template_test(lambda text: True, "any")
    blueprint.add_app_template_global(lambda: "later", "later")
    app = make(framework, blueprint)
    app.context_processor(lambda: {"a": "app", "c": "app"})
    source = (
        "{{ a }} {{ b }} {{ 'x'|twice|loud }} {{ 'x' is short and 'x' is any }}"
        " {{ now() }} {{ later() }}"
    )
    app.add_url_rule("/", "page", lambda: render(source))
    client = TestApp(app)
    assert client.get("/shop").text == "ownallapp"
    assert client.get("/").text == "app all XX True now later"


class ShopError(Exception):
    """What goes wrong in a shop."""


def raising(error):
    """A view that raises ``error``."""

    def view(**values):
        raise error

    return view


def test_handlers_of_a_blueprint(framework):
    """Its handlers come before the application's, the innermost first."""
    inner, outer = shop(framework, "inner"), shop(framework, "outer")
    for each in (inner, outer):
        each.add_url_rule("/error", "error", raising(ShopError()))
        each.add_url_rule("/403", "403", lambda: framework.abort(403))
    outer.register_error_handler(ShopError, lambda error: "outer")
    inner.register_error_handler(403, lambda error: ("inner", 403))
    outer.register_blueprint(inner, url_prefix="/inner")
    app = make(framework)
    app.register_error_handler(ShopError, lambda error: "app")
    app.register_error_handler(403, lambda error: ("app", 403))
    app.add_url_rule("/error", "error", raising(ShopError()))
    app.register_blueprint(outer, url_prefix="/outer")
    client = TestApp(app)
    found = {
        path: client.get(path, expect_errors=True).text
        for path in (
            "/error",
            "/outer/error",
            "/outer/inner/error",
            "/outer/403",
            "/outer/inner/403",
        )
    }
    assert found == {
        "/error": "app",
        "/outer/error": "outer",
        "/outer/inner/error": "outer",
        "/outer/403": "app",
        "/outer/inner/403": "inner",
    }


def test_a_code_comes_before_a_nearer_blueprint(framework):
    """The application's handler for a code comes before a blueprint's for a class."""
    blueprint = framework.Blueprint("shop", __name__)
    blueprint.add_url_rule("/", "index", lambda: framework.abort(403))
    blueprint.register_error_handler(Exception, lambda error: ("class", 403))
    app = make(framework, blueprint)
    app.register_error_handler(403, lambda error: ("code", 403))
    assert TestApp(app).get("/", status=403).text == "code"


def test_a_page_that_is_missing_belongs_to_no_blueprint(framework):
    """A path below the prefix that no rule fits is the application's to answer."""
    blueprint = shop(framework, url_prefix="/shop")
    blueprint.register_error_handler(404, lambda error: ("shop", 404))
    blueprint.add_url_rule("/gone", "gone", lambda: framework.abort(404))
    app = make(framework, blueprint)
    app.register_error_handler(404, lambda error: ("app", 404))
    client = TestApp(app)
    assert client.get("/shop/missing", status=404).text == "app"
    assert client.get("/shop/gone", status=404).text == "shop"


def test_a_handler_for_all(framework):
    """`app_errorhandler` is for errors in the whole application."""
    blueprint = shop(framework, url_prefix="/shop")

    @blueprint.app_errorhandler(404)
    def missing(error):
        return "from the blueprint", 404

    client = TestApp(make(framework, blueprint))
    assert client.get("/missing", status=404).text == "from the blueprint"


# Files


def tree(path, **files):
    """A folder with these files."""
    for name, text in files.items():
        file = path / name.replace("__", "/").replace("_html", ".html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return str(path)


@pytest.mark.small_print
def test_static_files_of_a_blueprint(framework, tmp_path):
    """They are served below its prefix, or where `static_url_path` says."""
    root = tree(tmp_path, static__style="shop's style")
    options = {"root_path": root, "static_folder": "static"}
    blueprint = shop(framework, url_prefix="/shop", **options)
    other = shop(framework, "other", static_url_path="/files", **options)
    plain = shop(framework, "plain", url_prefix="/plain")
    app = make(framework, blueprint, other, plain)
    client = TestApp(app)
    assert client.get("/shop/static/style").text == "shop's style"
    assert client.get("/files/style").text == "shop's style"
    assert client.get("/plain/static/style", status=404)
    assert client.get("/shop/static/../../secret", status=404)
    with app.test_request_context("/"):
        url = framework.url_for("shop.static", filename="style")
    assert url == "/shop/static/style"
    assert not plain.has_static_folder
    with pytest.raises(RuntimeError, match="static"):
        plain.send_static_file("style")


def test_templates_of_blueprints(framework, tmp_path):
    """They are looked for after the application's, in order of registration."""
    folders = {
        "app": tree(tmp_path / "app", templates__both_html="app's"),
        "a": tree(
            tmp_path / "a",
            templates__both_html="a's",
            templates__ab_html="a's",
            templates__own_html="a's {% include 'both.html' %}",
        ),
        "b": tree(tmp_path / "b", templates__ab_html="b's", templates__b_html="b's"),
    }
    a, b = (
        framework.Blueprint(
            name, __name__, root_path=folders[name], template_folder="templates"
        )
        for name in ("a", "b")
    )
    app = make(framework, a, b, root_path=folders["app"], template_folder="templates")
    with app.app_context():
        found = {
            name: framework.render_template(f"{name}.html")
            for name in ("both", "ab", "own", "b")
        }
    assert found == {"both": "app's", "ab": "a's", "own": "a's app's", "b": "b's"}
    names = sorted(app.jinja_env.list_templates())
    assert names == ["ab.html", "b.html", "both.html", "own.html"]
    templating = importlib.import_module(f"{framework.__name__}.templating")
    assert isinstance(app.jinja_env.loader, templating.DispatchingJinjaLoader)


@pytest.mark.small_print
def test_resources_of_a_blueprint(framework, tmp_path):
    """A blueprint has a folder of its own, and opens what is in it."""
    root = tree(tmp_path, notes="tea")
    blueprint = framework.Blueprint("shop", __name__, root_path=root)
    with blueprint.open_resource("notes") as file:
        assert file.read() == b"tea"
    assert framework.Blueprint("x", __name__).root_path == str(Path(__file__).parent)


# Subdomains


@pytest.mark.small_print
def test_a_subdomain(framework):
    """A blueprint may answer on a subdomain, nested ones on those below it."""
    api, v1 = shop(framework, "api", subdomain="api"), shop(framework, "v1")
    api.register_blueprint(v1, subdomain="v1", url_prefix="/")
    app = make(framework, subdomain_matching=True)
    app.config["SERVER_NAME"] = "shop.example"
    app.register_blueprint(api)
    app.add_url_rule("/", "index", lambda: "the shop")

    def get(host):
        return TestApp(app).get("/", headers={"Host": host}, expect_errors=True)

    assert get("shop.example").text == "the shop"
    assert get("api.shop.example").text == "api's page"
    assert get("v1.api.shop.example").text == "v1's page"
    assert get("other.shop.example").status_code == 404
    with app.app_context():
        assert framework.url_for("api.v1.index") == "http://v1.api.shop.example/"


def test_subdomains_are_not_matched_unasked(framework):
    """Without `subdomain_matching` every host gets the same pages."""
    app = make(framework)
    app.config["SERVER_NAME"] = "shop.example"
    app.add_url_rule("/", "index", lambda: "the shop")
    for host in ("shop.example", "api.shop.example", "another.example"):
        assert TestApp(app).get("/", headers={"Host": host}).text == "the shop"


def test_hosts_can_be_matched(framework):
    """A map that matches hosts is asked with the host of the request."""

    app = framework.Flask(__name__, static_folder=None)
    app.url_map.host_matching = True
    app.add_url_rule("/", "a", lambda: "a", host="a.example.com")
    app.add_url_rule("/", "b", lambda: "b", host="b.example.com")
    client = TestApp(app)
    for _ in range(2):
        for name in "ab":
            headers = {"Host": f"{name}.example.com"}
            assert client.get("/", headers=headers).text == name
            headers["Upgrade"] = "h2c"
            assert client.get("/", headers=headers).text == name
        client.get("/", headers={"Host": "c.example.com"}, status=404)


@pytest.mark.small_print
def test_whole_hosts(framework):
    """With `host_matching` a rule may be for one host."""
    app = make(framework, host_matching=True)
    app.add_url_rule("/", "a", lambda: "a", host="a.example")
    app.add_url_rule("/", "b", lambda name: name, host="<name>.b.example")

    def get(host):
        return TestApp(app).get("/", headers={"Host": host}, expect_errors=True)

    assert get("a.example").text == "a"
    assert get("c.b.example").text == "c"
    assert get("d.example").status_code == 404


# Recording


def test_recorded_functions(framework):
    """A recorded function is called with the state of each registration."""
    blueprint = framework.Blueprint("shop", __name__, url_prefix="/shop")
    states, first = [], []
    blueprint.record(states.append)
    blueprint.record_once(first.append)
    app = make(framework)
    app.register_blueprint(blueprint, color="green")
    app.register_blueprint(blueprint, name="again", url_prefix="/again")
    assert [state.url_prefix for state in states] == ["/shop", "/again"]
    assert [state.first_registration for state in states] == [True, False]
    assert [state.options.get("color") for state in states] == ["green", None]
    assert {state.app for state in states} == {app}
    assert {state.blueprint for state in states} == {blueprint}
    assert first == states[:1]
    other = make(framework)
    other.register_blueprint(blueprint)
    assert first == [states[0], states[2]]


def test_a_state_of_ones_own(framework):
    """A subclass may hand another state to what is recorded."""

    class Loud(framework.Blueprint):
        def make_setup_state(self, app, options, first_registration=False):
            state = super().make_setup_state(app, options, first_registration)
            state.url_prefix = state.url_prefix.upper()
            return state

    blueprint = Loud("shop", __name__, url_prefix="/shop")
    blueprint.add_url_rule("/", "index", lambda: "tea")
    assert TestApp(make(framework, blueprint)).get("/SHOP/").text == "tea"


def test_a_blueprint_that_is_registered_cannot_be_changed(framework):
    """What came later would be missing; the error names the blueprint."""
    blueprint = shop(framework)
    make(framework, blueprint)
    for late in (
        lambda: blueprint.add_url_rule("/late", "late", lambda: ""),
        lambda: blueprint.route("/late"),
        lambda: blueprint.before_request(lambda: None),
        lambda: blueprint.errorhandler(404),
        lambda: blueprint.before_app_request(lambda: None),
        lambda: blueprint.record(lambda state: None),
        lambda: blueprint.register_blueprint(shop(framework, "other")),
    ):
        with pytest.raises(AssertionError, match="shop"):
            late()


def test_an_application_that_answers_takes_no_blueprint(framework):
    """After the first request it is too late."""
    app = make(framework)
    TestApp(app).get("/", status=404)
    with pytest.raises(AssertionError, match="register_blueprint"):
        app.register_blueprint(shop(framework))


# Views that are classes


def views(framework):
    """The module with the classes for views."""
    return importlib.import_module(f"{framework.__name__}.views")


def test_a_view_that_is_a_class(framework):
    """`as_view` makes a function of it, with the arguments for its objects."""

    class Page(views(framework).View):
        """A page."""

        def __init__(self, text):
            self.text = text

        def dispatch_request(self, name):
            return f"{self.text}, {name}"

    app = make(framework)
    view = Page.as_view("page", "Hello")
    assert (view.__name__, view.__doc__, view.view_class) == ("page", "A page.", Page)
    app.add_url_rule("/<name>", view_func=view)
    app.add_url_rule("/other/<name>", view_func=Page.as_view("other", text="Bye"))
    client = TestApp(app)
    assert client.get("/ann").text == "Hello, ann"
    assert client.get("/other/ann").text == "Bye, ann"
    assert client.post("/ann", status=405)
    with pytest.raises(NotImplementedError):
        views(framework).View().dispatch_request()


@pytest.mark.parametrize("every", [True, False])
def test_an_object_for_each_request(framework, every):
    """A new object answers each request, or one answers all."""

    class Counting(views(framework).View):
        init_every_request = every

        def __init__(self):
            self.count = 0

        def dispatch_request(self):
            self.count += 1
            return str(self.count)

    app = make(framework)
    app.add_url_rule("/", view_func=Counting.as_view("counting"))
    client = TestApp(app)
    assert [client.get("/").text, client.get("/").text] == ["1", "1" if every else "2"]


def test_decorators_of_a_class(framework):
    """They are applied to the view, the first one first."""

    def adding(word):
        def decorator(view):
            def decorated(**values):
                return f"{view(**values)} {word}"

            return decorated

        return decorator

    class Page(views(framework).View):
        decorators = (adding("first"), adding("second"))
        methods = ("POST",)

        def dispatch_request(self):
            return "page"

    app = make(framework)
    app.add_url_rule("/", view_func=Page.as_view("page"))
    assert TestApp(app).post("/").text == "page first second"
    assert TestApp(app).get("/", status=405)


def test_a_method_for_each_method(framework):
    """A `MethodView` answers the methods that it has, and HEAD with `get`."""

    class Things(views(framework).MethodView):
        def get(self):
            return "all"

        def post(self):
            return "made", 201

    app = make(framework)
    app.add_url_rule("/", view_func=Things.as_view("things"))
    client = TestApp(app)
    assert client.get("/").text == "all"
    assert client.post("/", status=201).text == "made"
    assert client.head("/").status_code == 200
    allowed = client.put("/", status=405).headers["Allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert set(Things.methods) == {"GET", "POST"}


def test_methods_are_inherited(framework):
    """A derived class has the methods of what it is derived from, unless it says so."""
    base = views(framework).MethodView

    class Reading(base):
        def get(self):
            return "read"

    class Writing(Reading):
        def put(self):
            return "written"

        def head(self):
            return "", {"X-Own": "yes"}

    class Narrow(Writing):
        methods = ("PUT",)

    class Nothing(base):
        pass

    assert set(Writing.methods) == {"GET", "PUT", "HEAD"}
    assert set(Narrow.methods) == {"PUT"}
    assert Nothing.methods is None
    app = make(framework)
    app.add_url_rule("/", view_func=Writing.as_view("writing"))
    app.add_url_rule("/narrow", view_func=Narrow.as_view("narrow"))
    client = TestApp(app)
    assert client.get("/").text == "read"
    assert client.head("/").headers["X-Own"] == "yes"
    assert client.get("/narrow", status=405)


def test_a_class_in_a_blueprint(framework):
    """The name that `as_view` is given is the endpoint, behind the blueprint's."""

    class Things(views(framework).MethodView):
        def get(self, number):
            return framework.url_for(".thing", number=number + 1)

    blueprint = framework.Blueprint("shop", __name__, url_prefix="/shop")
    blueprint.add_url_rule("/<int:number>", view_func=Things.as_view("thing"))
    assert TestApp(make(framework, blueprint)).get("/shop/1").text == "/shop/2"


@pytest.mark.small_print
def test_a_blueprint_says_how_long_its_files_are_kept(framework):
    """A blueprint is asked with the name below its own static folder."""
    asked = []

    class Kept(framework.Blueprint):
        def get_send_file_max_age(self, filename):
            asked.append(filename)
            return 7

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "files").mkdir()
        Path(folder, "files/a.css").write_text("body {}")
        options = {"root_path": folder, "static_folder": "files"}
        kept = Kept("kept", __name__, url_prefix="/kept", **options)
        plain = framework.Blueprint("b", __name__, url_prefix="/plain", **options)
        app = make(framework, kept, plain)
        app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 5
        client = TestApp(app)
        assert client.get("/kept/files/a.css").cache_control.max_age == 7
        assert client.get("/plain/files/a.css").cache_control.max_age == 5
    assert asked == ["a.css"]


@pytest.mark.small_print
def test_a_blueprint_opens_text_as_utf_8(framework):
    """`open_resource` of a blueprint reads UTF-8, whatever the system's own code is."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "menu.txt").write_bytes("Grüße".encode())
        blueprint = framework.Blueprint("menu", __name__, root_path=folder)
        with blueprint.open_resource("menu.txt", "r") as file:
            # Where nobody says which, Python writes the system's own in capitals.
            assert file.encoding == "utf-8"
            assert file.read() == "Grüße"
        with blueprint.open_resource("menu.txt", "r", "latin-1") as file:
            assert file.read() == "GrÃ¼Ã\x9fe"
        with blueprint.open_resource("menu.txt") as file:
            assert file.read() == "Grüße".encode()


@pytest.mark.small_print
def test_the_default_subdomain_without_a_name(framework):
    """With no `SERVER_NAME` there is no subdomain, and the default is not assumed."""
    app = make(framework, subdomain_matching=True)
    app.url_map.default_subdomain = "www"
    app.add_url_rule("/", "www", lambda: "www")
    app.add_url_rule("/bare", "bare", lambda: "bare", subdomain="")
    client = TestApp(app)
    assert client.get("/", status=404)
    assert client.get("/bare").text == "bare"


@pytest.mark.filterwarnings("ignore:Current server name")
@pytest.mark.differs("in Flask a foreign host is the subdomain `<invalid>`")
@pytest.mark.small_print
def test_a_foreign_host_is_no_subdomain(framework):
    """A host that is not below `SERVER_NAME` reaches no rule for any subdomain."""
    app = make(framework, subdomain_matching=True)
    app.config["SERVER_NAME"] = "shop.example"
    app.add_url_rule("/", "who", lambda who: who, subdomain="<who>")
    app.add_url_rule("/home", "home", lambda: "home")
    app.register_error_handler(404, lambda e: (framework.url_for("home"), 404))
    client = TestApp(app)
    assert client.get("/", headers={"Host": "ann.shop.example"}).text == "ann"
    for host in ("evil.example", "shop.example.evil.example", "127.0.0.1"):
        answer = client.get("/", headers={"Host": host}, status=404)
        assert answer.text == "http://shop.example/home"


@pytest.mark.differs("Flask calls what is no response, and logs nothing")
@pytest.mark.parametrize("register", ["after_request", "after_app_request"])
def test_a_hook_of_a_blueprint_that_forgets_its_response(framework, register):
    """The error names the hook."""

    def forgetful(response):
        pass

    blueprint = shop(framework)
    getattr(blueprint, register)(forgetful)
    with pytest.raises(TypeError, match="forgetful"):
        TestApp(make(framework, blueprint)).get("/")


def test_the_methods_of_a_view_by_name(framework):
    """`http_method_funcs` are the methods that a `MethodView` may have."""
    views = importlib.import_module(f"{framework.__name__}.views")
    assert {"get", "post", "head", "options"} < views.http_method_funcs
