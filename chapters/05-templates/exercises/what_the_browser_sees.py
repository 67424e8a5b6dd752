"""What the browser sees.

Below is a program: three templates that print a value, and ten values. Say what it prints
before it runs. Write the lines into `PRINTED`, one below the other, with each `<` and `>`
as itself or as `&lt;` and `&gt;`, as it is sent.

You are told which lines are not what is printed, and never what is.
"""

from jinja2 import DictLoader
from markupsafe import Markup
from webtest import TestApp

from tinyflask import Flask, render_template, render_template_string
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _program():
    app = Flask(__name__)
    names = ("page.html", "letter.txt", "page.html.jinja")
    app.jinja_env.loader = DictLoader(dict.fromkeys(names, "{{ value }}"))

    @app.get("/")
    def view():
        print(render_template("page.html", value="<b>"))
        print(render_template("letter.txt", value="<b>"))
        print(render_template("page.html.jinja", value="<b>"))
        print(render_template_string("{{ value }}", value="<b>"))
        print(render_template("page.html", value=Markup("<b>")))
        print(render_template("page.html", value=Markup("<b>") + "<i>"))
        print(render_template("page.html", value="<b>" + Markup("<i>")))
        print(render_template("page.html", value=Markup("<b>{}").format("<i>")))
        print(render_template("page.html", value=f"{Markup('<b>')}"))
        print(render_template_string("<b>{{ value|safe }}", value="<i>"))
        return "done"

    TestApp(app).get("/")


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_a_line_was_written():
    """At least one line was written."""
    assert lines(PRINTED), "Nothing was predicted yet."
