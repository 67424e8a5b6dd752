"""The environment.

Write two methods of `TemplatingMixin` in chapter 5 again.

- `select_jinja_autoescape(filename)` says whether a template escapes what it prints: those
  whose names end in `.html`, `.htm`, `.xml`, `.xhtml` or `.svg`, and those that have no
  name, for which `filename` is `None`.
- `create_jinja_environment()` returns `self.jinja_environment(self, **options)`. Its options
  are `autoescape`, which may be a function of the name; `auto_reload`, which is the setting
  `TEMPLATES_AUTO_RELOAD` or, where that is `None`, whether the application is in `debug`;
  and whatever `self.jinja_options` says, which takes precedence. All templates see `config` and
  `request`, through `environment.globals`, and the filter `tojson` calls what the policy
  `json.dumps_function` is: a function that hands on what it gets to `self.json.dumps`, as
  that is by then. (Somebody may give the application another `json` in between.)

Your methods are typed into the framework of chapter 5, and judged by the chapter's tests as
well.
"""

from datetime import date

from webtest import TestApp

from tinyflask import Flask, render_template_string

TYPE_IN = "tinyflask/templating.py"


class TemplatingMixin:
    ...

    def select_jinja_autoescape(self, filename):
        """Return whether a template escapes what it prints."""
        raise NotImplementedError("write select_jinja_autoescape here")

    def create_jinja_environment(self):
        """Return a Jinja environment with the application's options and names."""
        raise NotImplementedError("write create_jinja_environment here")


def test_markup_escapes_and_text_does_not():
    app = Flask(__name__)
    for name in ("a.html", "a.htm", "a.xml", "a.xhtml", "a.svg", "b/c.html", None):
        found = app.select_jinja_autoescape(name)
        assert found is True, f"A template named {name!r} should escape: {found!r}."
    for name in ("a.txt", "html", "a.html.txt", "a.md"):
        found = app.select_jinja_autoescape(name)
        assert found is False, (
            f"A template named {name!r} should not escape: {found!r}."
        )


def test_it_is_an_environment_of_the_application():
    app = Flask(__name__)
    environment = app.create_jinja_environment()
    assert environment is not None, "The method returns nothing."
    assert environment.app is app, "The environment does not know its application."
    for name in ("config", "request"):
        assert name in environment.globals, (
            f"Templates that others import see what is in `environment.globals`, and"
            f" {name!r} is not in it."
        )
    try:
        found = environment.from_string("{{ day|tojson }}").render(
            day=date(2026, 11, 21)
        )
    except TypeError as error:
        found = f"TypeError: {error}"
    assert found == '"Sat, 21 Nov 2026 00:00:00 GMT"', (
        f"The filter tojson writes a date as {found}, and `self.json.dumps` as"
        ' "Sat, 21 Nov 2026 00:00:00 GMT".'
    )


def test_the_provider_may_be_exchanged():
    class Shouting(type(Flask(__name__).json)):
        def dumps(self, obj, **options):
            return super().dumps(obj, **options).upper()

    app = Flask(__name__)
    environment = app.create_jinja_environment()
    app.json = Shouting(app)
    found = environment.from_string("{{ 'tea'|tojson }}").render()
    assert found == '"TEA"', (
        "After the environment was made, the application got another `json`, which"
        f" shouts. tojson still writes {found}."
    )


def test_it_escapes_and_sees_the_request():
    app = Flask(__name__)
    source = "{{ '<b>' }} {{ request.path }} {{ config.MAX_CONTENT_LENGTH }}"
    app.add_url_rule("/", "view", lambda: render_template_string(source))
    text = TestApp(app).get("/").text
    assert text == "&lt;b&gt; / None", (
        f"The template {source} renders {text!r}. It should be '&lt;b&gt; / None'."
    )


def test_it_reads_again_while_debugging():
    for setting, debug, wanted in [
        (None, False, False),
        (None, True, True),
        (True, False, True),
        (False, True, False),
    ]:
        app = Flask(__name__)
        app.config["TEMPLATES_AUTO_RELOAD"] = setting
        app.debug = debug
        found = app.create_jinja_environment().auto_reload
        assert found is wanted, (
            f"With TEMPLATES_AUTO_RELOAD={setting} and debug={debug}, auto_reload is"
            f" {found}, not {wanted}."
        )


def test_options_of_the_application_go_first():
    class Plain(Flask):
        jinja_options = {"autoescape": False, "trim_blocks": True}  # noqa: RUF012

    environment = Plain(__name__).create_jinja_environment()
    assert environment.autoescape is False, "jinja_options said autoescape=False."
    assert environment.trim_blocks is True, "jinja_options said trim_blocks=True."
