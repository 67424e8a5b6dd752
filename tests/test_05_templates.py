"""Chapter 5: one template engine, chosen for you, with its own character kept."""

import datetime
import gc
import importlib
import io
import json
import os
import tempfile
import uuid
import weakref
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from webtest import TestApp


@contextmanager
def program(files):
    """A folder that holds ``files``, their texts by their paths."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for file, text in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        yield str(folder)


def rendered(framework, view, templates=(), prepare=lambda app: None, **options):
    """The text of a page whose view is ``view``, in a program with ``templates``."""
    files = {f"templates/{name}": text for name, text in dict(templates).items()}
    with program(files) as folder:
        app = framework.Flask(__name__, root_path=folder, **options)
        app.testing = True
        prepare(app)
        app.add_url_rule("/", "view", view)
        return TestApp(app).get("/").text


def test_a_template_is_rendered(framework):
    """A template is found by its path in the folder and sees the names it is given."""
    text = rendered(
        framework,
        lambda: framework.render_template("notes/list.html", notes=["tea", "milk"]),
        {"notes/list.html": "{% for note in notes %}<p>{{ note }}</p>{% endfor %}"},
    )
    assert text == "<p>tea</p><p>milk</p>"


def test_markup_is_escaped_by_the_files_name(framework):
    """Templates of markup escape what they print, and those of text do not."""
    source = "{{ name }} {{ name|safe }}"
    names = ("a.html", "a.htm", "a.xml", "a.xhtml", "a.svg", "a.txt", "a.html.txt")
    templates = dict.fromkeys(names, source)
    for name in names:
        text = rendered(
            framework,
            lambda name=name: framework.render_template(name, name="<b>"),
            templates,
        )
        escaped = "&lt;b&gt; <b>"
        assert text == ("<b> <b>" if name.endswith(".txt") else escaped), name


def test_a_template_without_a_file_escapes(framework):
    """`render_template_string` escapes what it prints."""
    view = lambda: framework.render_template_string("{{ x }}", x="<b>")  # noqa: E731
    assert rendered(framework, view) == "&lt;b&gt;"


def test_templates_inherit(framework):
    """A template can fill the blocks of another."""
    text = rendered(
        framework,
        lambda: framework.render_template("page.html"),
        {
            "base.html": "<title>{% block title %}Shop{% endblock %}</title>",
            "page.html": "{% extends 'base.html' %}{% block title %}Tea{% endblock %}",
        },
    )
    assert text == "<title>Tea</title>"


def test_the_first_template_that_exists_is_taken(framework):
    """Of a list of names the first that exists is rendered."""
    text = rendered(
        framework,
        lambda: framework.render_template(["none.html", "a.html"]),
        {"a.html": "a"},
    )
    assert text == "a"


def test_a_template_that_is_not_there(framework):
    """A name without a template raises `TemplateNotFound`, and so does one outside."""
    for name in ("none.html", "../secret.html", "/etc/passwd"):
        with pytest.raises(TemplateNotFound):
            rendered(framework, lambda name=name: framework.render_template(name))


def test_the_request_and_the_settings_are_at_hand(framework):
    """Templates see `request` and `config`, unless the view gives others."""
    source = "{{ request.path }} {{ config.MAX_CONTENT_LENGTH }}"
    view = lambda: framework.render_template_string(source)  # noqa: E731
    assert rendered(framework, view) == "/ None"
    view = lambda: framework.render_template_string(  # noqa: E731
        source, request={"path": "mine"}
    )
    assert rendered(framework, view) == "mine None"


def test_macros_see_the_request(framework):
    """An imported template sees `request` too."""
    text = rendered(
        framework,
        lambda: framework.render_template("a.html"),
        {
            "a.html": "{% from 'm.html' import where %}{{ where() }}",
            "m.html": "{% macro where() %}{{ request.path }}{% endmacro %}",
        },
    )
    assert text == "/"


def test_a_macro_can_be_called_from_python(framework):
    """`get_template_attribute` gives a macro, or a variable, of a template."""

    def view():
        hello = framework.get_template_attribute("m.html", "hello")
        return hello("<Ann>") + framework.get_template_attribute("m.html", "version")

    text = rendered(
        framework,
        view,
        {
            "m.html": "{% macro hello(name) %}Hello {{ name }}{% endmacro %}"
            "{% set version = '1' %}"
        },
    )
    assert text == "Hello &lt;Ann&gt;1"


def test_filters_can_be_added(framework):
    """Filters can be added, by a decorator or a call, under their name or another."""

    def prepare(app):
        @app.template_filter()
        def backwards(text):
            return text[::-1]

        app.add_template_filter(str.upper, "loud")
        assert backwards("ab") == "ba"

    source = "{{ 'abc'|backwards }} {{ 'a'|loud }}"
    view = lambda: framework.render_template_string(source)  # noqa: E731
    assert rendered(framework, view, prepare=prepare) == "cba A"


@pytest.mark.small_print
def test_tests_and_globals_can_be_added(framework):
    """Tests and globals can be added as filters can."""

    def prepare(app):
        @app.template_test("short")
        def is_short(text):
            return len(text) < 4

        @app.template_global()
        def shop():
            return "Tea Room"

        app.add_template_test(str.isdigit, "number")
        app.add_template_global(len, "count")

    source = "{{ 'abc' is short }} {{ '1' is number }} {{ shop() }} {{ count('ab') }}"
    view = lambda: framework.render_template_string(source)  # noqa: E731
    assert rendered(framework, view, prepare=prepare) == "True True Tea Room 2"


@pytest.mark.small_print
def test_tojson_is_the_applications_json(framework):
    """The filter `tojson` writes what the application can, and is safe in a page."""
    source = "{{ {'b': '<', 'a': number}|tojson }}"
    number = uuid.UUID(int=5)
    view = lambda: framework.render_template_string(  # noqa: E731
        source, number=number
    )
    assert rendered(framework, view) == f'{{"a": "{number}", "b": "\\u003c"}}'


@pytest.mark.small_print
def test_how_the_environment_is_made_can_be_changed(framework):
    """Options and the environment's class can be exchanged by a subclass."""

    class Flask(framework.Flask):
        jinja_options = {"trim_blocks": True, "autoescape": False}  # noqa: RUF012

    app = Flask(__name__)
    view = lambda: framework.render_template_string(  # noqa: E731
        "{% if x %}\n{{ x }}{% endif %}", x="<b>"
    )
    app.add_url_rule("/", "view", view)
    assert TestApp(app).get("/").text == "<b>"
    assert app.jinja_env is app.jinja_env


@pytest.mark.small_print
def test_templates_are_read_again_when_they_change(framework):
    """With `TEMPLATES_AUTO_RELOAD`, or while debugging, changed files are read."""
    for reload, debug, expected in [
        (None, False, "old"),
        (True, False, "new"),
        (None, True, "new"),
        (False, True, "old"),
    ]:
        with program({"templates/a.html": "old"}) as folder:
            app = framework.Flask(__name__, root_path=folder)
            app.config["TEMPLATES_AUTO_RELOAD"] = reload
            app.debug = debug
            app.add_url_rule("/", "a", lambda: framework.render_template("a.html"))
            client = TestApp(app)
            assert client.get("/").text == "old"
            path = Path(folder, "templates/a.html")
            path.write_text("new")
            os.utime(path, (1, 1))
            assert client.get("/").text == expected


@pytest.mark.small_print
def test_a_template_can_be_streamed(framework):
    """`stream_template` sends a page in pieces, and what is in it is escaped."""
    text = rendered(
        framework,
        lambda: framework.stream_template("a.html", numbers=range(1000)),
        {"a.html": "{% for n in numbers %}{{ n }},{% endfor %}{{ '<b>' }}"},
    )
    assert text == "".join(f"{n}," for n in range(1000)) + "&lt;b&gt;"
    view = lambda: framework.stream_template_string("{{ x }}", x="<b>")  # noqa: E731
    assert rendered(framework, view) == "&lt;b&gt;"


@pytest.mark.small_print
def test_a_page_is_streamed_before_it_is_whole(framework):
    """The first piece of a streamed page is there before the last is made."""
    made = []

    def numbers():
        for number in range(10_000):
            made.append(number)
            yield number

    app = framework.Flask(__name__)
    source = "{% for n in numbers %}{{ n }},{% endfor %}"
    app.add_url_rule(
        "/",
        "view",
        lambda: framework.stream_template_string(source, numbers=numbers()),
    )
    environ = TestApp(app).RequestClass.blank("/").environ
    body = app(environ, lambda status, headers, exc_info=None: None)
    next(iter(body))
    assert len(made) < 10_000
    body.close()


def test_an_error_in_a_template(framework):
    """A template that uses what there is not raises, and shows its own line."""
    view = lambda: framework.render_template_string("{{ x.y.z }}")  # noqa: E731
    with pytest.raises(UndefinedError):
        rendered(framework, view)


def test_the_template_folder_can_be_another_or_none(framework):
    """`template_folder` is below `root_path`; with ``None`` there are no templates."""
    with program({"views/a.html": "a"}) as folder:
        for template_folder in ("views", Path(folder, "views")):
            app = framework.Flask(
                __name__, root_path=folder, template_folder=template_folder
            )
            app.add_url_rule("/", "a", lambda: framework.render_template("a.html"))
            assert TestApp(app).get("/").text == "a"
        app = framework.Flask(__name__, root_path=folder, template_folder=None)
        assert app.jinja_loader is None


def test_send_file(framework):
    """`send_file` sends a file with its type and size, to be kept or shown."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "notice.txt").write_text("Closed.")
        app = framework.Flask(__name__, root_path=folder)

        @app.route("/")
        def view():
            return framework.send_file("notice.txt")

        @app.route("/download")
        def download():
            path = Path(folder, "notice.txt")
            return framework.send_file(path, as_attachment=True, download_name="n.txt")

        @app.route("/memory")
        def memory():
            return framework.send_file(io.BytesIO(b"abc"), mimetype="image/png")

        client = TestApp(app)
        with chdir("/"):
            response = client.get("/")
        assert response.text == "Closed."
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.headers["Content-Length"] == "7"
        assert response.headers["Cache-Control"] == "no-cache"
        disposition = client.get("/download").headers["Content-Disposition"]
        assert disposition == "attachment; filename=n.txt"
        assert client.get("/memory").content_type == "image/png"


def test_a_file_is_sent_only_once(framework):
    """A browser that has the file is told so, and one that wants a part gets it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.txt").write_text("0123456789")
        app = framework.Flask(__name__, root_path=folder)
        app.add_url_rule("/", "a", lambda: framework.send_file("a.txt"))
        client = TestApp(app)
        first = client.get("/")
        again = {"If-None-Match": first.headers["ETag"]}
        assert client.get("/", headers=again, status=304).body == b""
        part = client.get("/", headers={"Range": "bytes=2-4"}, status=206)
        assert part.text == "234"


@pytest.mark.small_print
def test_how_long_a_file_is_kept(framework):
    """`SEND_FILE_MAX_AGE_DEFAULT` is seconds or a span of time, for all files."""
    with program({"a.txt": "a", "static/a.txt": "a"}) as folder:
        app = framework.Flask(__name__, root_path=folder)
        app.add_url_rule("/", "a", lambda: framework.send_file("a.txt"))
        client = TestApp(app)
        for age in (60, datetime.timedelta(minutes=1)):
            app.config["SEND_FILE_MAX_AGE_DEFAULT"] = age
            for path in ("/", "/static/a.txt"):
                assert client.get(path).cache_control.max_age == 60


def test_no_path_leaves_the_directory(framework):
    """`send_from_directory` answers 404 for every path that leads out of it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "secret.txt").write_text("secret")
        Path(folder, "public").mkdir()
        Path(folder, "public", "a.txt").write_text("a")
        app = framework.Flask(__name__, root_path=folder)

        @app.route("/files/<path:name>")
        def files(name):
            return framework.send_from_directory("public", name)

        client = TestApp(app)
        assert client.get("/files/a.txt").text == "a"
        for name in (
            "missing.txt",
            "../secret.txt",
            "%2e%2e/secret.txt",
            "%2e%2e%2fsecret.txt",
            "..%5csecret.txt",
            "x/../../secret.txt",
            f"/{folder}/secret.txt",
            "a.txt%00",
        ):
            response = client.get(f"/files/{name}", expect_errors=True)
            assert response.status_code in (404, 308), name
            assert "secret" not in response.text or response.status_code == 308


@pytest.mark.small_print
def test_files_are_sent_by_position(framework):
    """`send_file` takes its options by position, and no age is the configured one."""
    app = framework.Flask(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 77
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path("menu").write_text("Tea, 3.00")
        file = Path("menu").resolve()
        for path, view in {
            "/1": lambda: framework.send_file(file, "image/png", True, "m.png"),
            "/2": lambda: framework.send_file(file, max_age=None),
            "/3": lambda: framework.send_from_directory(folder, "menu", max_age=None),
            "/4": lambda: framework.send_file(file, "text/css", max_age=5),
        }.items():
            app.add_url_rule(path, path, view)
        client = TestApp(app)
        first = client.get("/1")
        assert first.content_type == "image/png"
        assert first.headers["Content-Disposition"] == "attachment; filename=m.png"
        ages = [client.get(f"/{n}").cache_control.max_age for n in (1, 2, 3, 4)]
        assert ages == [77, 77, 77, 5]


STATIC = {"static/style.css": "b {}", "static/img/a.txt": "0123456789", "secret": "s"}


def test_static_files_are_served(framework):
    """Files of the static folder are served below its name, with their type."""
    with program(STATIC) as folder:
        client = TestApp(framework.Flask(__name__, root_path=folder))
        response = client.get("/static/style.css")
        assert response.text == "b {}"
        assert response.content_type == "text/css"
        assert client.get("/static/img/a.txt").text == "0123456789"
        client.get("/static/none.css", status=404)
        client.get("/static/img", status=404)
        client.post("/static/style.css", status=405)


def test_static_files_are_conditional_and_in_parts(framework):
    """A static file is not sent again to who has it, and in parts to who wants one."""
    with program(STATIC) as folder:
        app = framework.Flask(__name__, root_path=folder)
        client = TestApp(app)
        first = client.get("/static/img/a.txt")
        assert first.headers["Cache-Control"] == "no-cache"
        for again in (
            {"If-None-Match": first.headers["ETag"]},
            {"If-Modified-Since": first.headers["Last-Modified"]},
        ):
            client.get("/static/img/a.txt", headers=again, status=304)
        part = {"Range": "bytes=-2"}
        assert client.get("/static/img/a.txt", headers=part, status=206).text == "89"


def test_no_path_leaves_the_static_folder(framework):
    """Every path that leads out of the static folder is answered with 404."""
    with program(STATIC) as folder:
        client = TestApp(framework.Flask(__name__, root_path=folder))
        for path in (
            "../secret",
            "%2e%2e/secret",
            "%2e%2e%2fsecret",
            "%252e%252e/secret",
            "..%5csecret",
            "img/../../secret",
            "img/a.txt%00.css",
            f"%2f{folder}/secret",
            "c:secret",
        ):
            response = client.get(f"/static/{path}", expect_errors=True)
            if response.status_code == 308:
                response = response.follow(expect_errors=True)
            assert response.status_code == 404, path


@pytest.mark.small_print
def test_the_static_folder_can_be_another(framework):
    """`static_folder` and `static_url_path` say which files are served where."""
    with program({"assets/pub/a.txt": "a"}) as folder:
        for options, path in [
            ({"static_folder": "assets/pub"}, "/pub/a.txt"),
            ({"static_folder": "assets/pub/"}, "/pub/a.txt"),
            ({"static_folder": Path(folder, "assets/pub")}, "/pub/a.txt"),
            ({"static_folder": "assets/pub", "static_url_path": "/s/"}, "/s/a.txt"),
            ({"static_folder": "assets/pub", "static_url_path": ""}, "/a.txt"),
        ]:
            app = framework.Flask(__name__, root_path=folder, **options)
            assert TestApp(app).get(path).text == "a", options
            assert app.has_static_folder


@pytest.mark.small_print
def test_there_need_be_no_static_files(framework):
    """Without a static folder there is no rule for it."""
    app = framework.Flask(__name__, static_folder=None)
    assert not app.has_static_folder
    assert list(app.url_map.iter_rules()) == []
    with pytest.raises(RuntimeError, match="static"):
        app.send_static_file("a.txt")


def test_static_urls_can_be_built(framework):
    """The rule for static files has the endpoint `static`."""
    adapter = framework.Flask(__name__).url_map.bind("example.com")
    url = adapter.build("static", {"filename": "img/a b.txt"})
    assert url == "/static/img/a%20b.txt"


def test_a_static_folder_does_not_keep_the_application(framework):
    """An application that served a static file is released with its last user."""
    with program({"static/style.css": "body {}"}) as folder:
        app = framework.Flask(__name__, root_path=folder)
        assert TestApp(app).get("/static/style.css").text == "body {}"
        last = weakref.ref(app)
        gc.disable()
        try:
            del app
            assert last() is None
        finally:
            gc.enable()


@pytest.mark.small_print
def test_how_long_a_static_file_is_kept(framework):
    """`get_send_file_max_age` is asked with the name below the static folder."""
    asked = []

    class Shop(framework.Flask):
        def get_send_file_max_age(self, filename):
            asked.append(filename)
            return 7

    with program({"static/css/style.css": "body {}"}) as folder:
        response = TestApp(Shop(__name__, root_path=folder)).get(
            "/static/css/style.css"
        )
    assert response.cache_control.max_age == 7
    assert asked == ["css/style.css"]


@pytest.mark.differs("Flask keeps the provider that was there first")
@pytest.mark.small_print
def test_json_in_templates_is_the_applications(framework):
    """`tojson` asks the provider that the application has when the page is rendered."""

    class Shouting(type(framework.Flask(__name__).json)):
        def dumps(self, obj, **kwargs):
            return super().dumps(obj, **kwargs).upper()

    def prepare(app):
        assert app.jinja_env.filters["tojson"]
        app.json = Shouting(app)

    source = "{{ 'tea'|tojson }}"
    view = lambda: framework.render_template_string(source)  # noqa: E731
    assert rendered(framework, view, prepare=prepare) == '"TEA"'


@pytest.mark.differs("Flask answers 500")
@pytest.mark.small_print
def test_json_in_templates_has_keys_of_any_type(framework):
    """`tojson` writes keys that have no order as they come."""
    source = "{{ {1: 2, 'b': {none: 3, 'a': 4}}|tojson }}"
    text = rendered(framework, lambda: framework.render_template_string(source))
    assert json.loads(text) == {"1": 2, "b": {"null": 3, "a": 4}}


def test_attributes_of_templates_by_their_other_name(framework):
    """`get_template_attribute` is among the helpers, too."""
    helpers = importlib.import_module(f"{framework.__name__}.helpers")
    assert helpers.get_template_attribute is framework.get_template_attribute
