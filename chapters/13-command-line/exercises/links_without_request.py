"""Links without a request.

A command writes a reminder for each thing, with a link to its page, and it fails: there is no
request, and so no host. The application knows where it is to be found, in its setting `HOME`,
such as `https://tea.example/shop`. Mend the command, so that its links lead there. The links
on the pages are right, and have to stay as they are: they lead to wherever the request came
to.
"""

from unittest.mock import patch

import click
from webtest import TestApp

from tinyflask import Flask, current_app, url_for


def create_app(home):
    """Return a shop that can be found at the URL ``home``."""
    app = Flask("shop")
    app.config["HOME"] = home
    app.add_url_rule("/", "index", index)
    app.add_url_rule("/things/<name>", "thing", lambda name: name)
    app.cli.command("remind")(remind)
    return app


def index():
    """A page with two links, one of them whole."""
    return url_for("thing", name="tea") + " " + url_for("index", _external=True)


@click.argument("names", nargs=-1)
def remind(names):
    """Write a reminder for each thing."""
    for name in names:
        click.echo(f"There is {name}: " + url_for("thing", name=name, _external=True))


def test_a_link():
    found = _reminders("https://tea.example", "tea")
    expected = ["There is tea: https://tea.example/things/tea"]
    assert found == expected, f"With HOME https://tea.example it is {found!r}."


def test_a_path_below_which_the_shop_is():
    found = _reminders("https://tea.example/shop", "tea")
    expected = ["There is tea: https://tea.example/shop/things/tea"]
    assert found == expected, f"With HOME https://tea.example/shop it is {found!r}."


def test_another_scheme_and_a_port():
    found = _reminders("http://localhost:8000/", "green tea", "milk")
    expected = [
        "There is green tea: http://localhost:8000/things/green%20tea",
        "There is milk: http://localhost:8000/things/milk",
    ]
    assert found == expected, f"With HOME http://localhost:8000/ it is {found!r}."


def test_two_applications():
    first, second = create_app("https://a.example"), create_app("https://b.example")
    found = [_reminders_of(app, "tea")[0] for app in (first, second, first)]
    hosts = [line.partition("//")[2].partition("/")[0] for line in found]
    assert hosts == ["a.example", "b.example", "a.example"], (
        f"Two applications, at a.example and b.example, wrote {found!r} in turns."
    )


def test_links_are_built_from_the_rules():
    app, built = create_app("https://tea.example"), []
    url_for_of = Flask.url_for

    def recorded(self, endpoint, **values):
        built.append(endpoint)
        return url_for_of(self, endpoint, **values)

    with patch.object(Flask, "url_for", recorded):
        _reminders_of(app, "tea")
    assert "thing" in built, (
        "The link was not made by `url_for`, so the rule may change."
    )


def test_pages_stay_as_they_are():
    app = create_app("https://tea.example/shop")
    _reminders_of(app, "tea")
    found = TestApp(app).get("/", headers={"Host": "inside.example"}).text
    assert found == "/things/tea http://inside.example/", (
        f"Asked at http://inside.example/, the page has the links {found!r}."
    )


def _reminders(home, *names):
    return _reminders_of(create_app(home), *names)


def _reminders_of(app, *names):
    result = app.test_cli_runner().invoke(args=["remind", *names])
    if not isinstance(result.exception, SystemExit | None):
        raise result.exception
    return result.output.splitlines()
