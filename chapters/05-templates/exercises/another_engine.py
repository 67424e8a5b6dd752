"""Another engine.

Take the other road: let one application use two engines, and the ending of a template's name
say which. Write the function `render(name, **context)`, which is called in a view. A template
whose name ends in `.mako` is rendered by Mako, every other one by Jinja, as
`render_template` does. Both are found in the application's template folder, both escape what
they print, and both see `request`.

`mako.lookup.TemplateLookup(directories=[...], default_filters=["h"])` finds and keeps
templates, and its filter `h` escapes. It belongs to one application: keep it as an
attribute of that.

When you are done, try to write a base for the pages of both.
"""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from mako.lookup import TemplateLookup
from webtest import TestApp

from tinyflask import Flask, current_app, render_template, request


def render(name, **context):
    """Return what the template ``name`` renders, with the engine of its ending."""
    raise NotImplementedError("write render here")


def test_jinja_renders_html():
    """Jinja renders HTML."""
    text = _page({"a.html": "{{ 1 + 1 }} ${1 + 1}"}, "a.html")
    assert text == "2 ${1 + 1}", (
        f"a.html is for Jinja, and renders {text!r}. It should be '2 ${{1 + 1}}'."
    )


def test_mako_renders_mako():
    """Mako renders Mako's templates."""
    text = _page({"a.mako": "{{ 1 + 1 }} ${1 + 1}"}, "a.mako")
    assert text == "{{ 1 + 1 }} 2", (
        f"a.mako is for Mako, and renders {text!r}. It should be '{{{{ 1 + 1 }}}} 2'."
    )


def test_both_escape():
    for name, source in [("a.html", "{{ x }}"), ("a.mako", "${x}")]:
        text = _page({name: source}, name, x="<b>")
        assert text == "&lt;b&gt;", (
            f"{name} prints <b> as {text!r}. It should be '&lt;b&gt;'."
        )


def test_both_see_the_request():
    for name, source in [
        ("a.html", "{{ request.path }}"),
        ("a.mako", "${request.path}"),
    ]:
        text = _page({name: source}, name)
        assert text == "/", f"{name} should know that it is at '/', and says {text!r}."


def test_mako_finds_other_templates():
    """Mako finds other templates."""
    files = {
        "base.mako": "[${self.body()}]",
        "a.mako": '<%inherit file="base.mako"/>tea',
    }
    text = _page(files, "a.mako").strip()
    assert text == "[tea]", (
        f"A template that inherits from another renders {text!r}. It should be '[tea]'."
    )


def test_two_applications_have_their_own_templates():
    with _app({"a.mako": "one"}) as one, _app({"a.mako": "two"}) as two:
        for app in (one, two):
            app.add_url_rule("/", "view", lambda: render("a.mako"))
        found = TestApp(one).get("/").text, TestApp(two).get("/").text
    assert found == ("one", "two"), (
        f"The templates of the two applications are {found}."
        " It should be ('one', 'two')."
    )


def test_the_lookup_is_kept():
    made = []
    make = TemplateLookup.__init__

    def noting(self, *args, **kwargs):
        made.append(self)
        make(self, *args, **kwargs)

    TemplateLookup.__init__ = noting
    try:
        with _app({"a.mako": "one"}) as app:
            app.add_url_rule("/", "view", lambda: render("a.mako"))
            TestApp(app).get("/"), TestApp(app).get("/")
    finally:
        TemplateLookup.__init__ = make
    assert len(made) == 1, (
        f"One application rendered two pages, and made {len(made)} lookups. Each reads"
        " its templates anew."
    )


@contextmanager
def _app(files):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "templates").mkdir()
        for name, source in files.items():
            Path(folder, "templates", name).write_text(source)
        yield Flask(__name__, root_path=folder)


def _page(files, name, **context):
    with _app(files) as app:
        app.add_url_rule("/", "view", lambda: render(name, **context))
        return TestApp(app).get("/").text
