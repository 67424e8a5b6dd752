"""A converter for dates.

Write `DateConverter`, so that the rule `/archive/<date:day>` fits `/archive/2026-11-21`
and its view gets a `datetime.date`. Building the URL turns the date into text again.

The regular expression can check the form. It cannot check that there is such a day, so
`/archive/2026-02-30` reaches `to_python`. A converter that cannot make anything of its
text raises `werkzeug.routing.ValidationError`, and the answer is 404.
"""

import datetime

from webtest import TestApp
from werkzeug.routing import BaseConverter, Map, ValidationError

from tinyflask import Flask


class DateConverter(BaseConverter):
    """Dates such as ``2026-11-21``."""

    regex = r"\w+"

    def to_python(self, value):
        raise NotImplementedError("write to_python here")

    def to_url(self, value):
        raise NotImplementedError("write to_url here")


def test_the_view_gets_a_date():
    found = _ask("/archive/2026-11-21")
    assert found == "200 datetime.date(2026, 11, 21)", (
        f"For /archive/2026-11-21 the answer is {found!r}. Does the regular expression"
        " let the date through?"
        " It should be '200 datetime.date(2026, 11, 21)'."
    )


def test_a_day_that_does_not_exist_is_not_found():
    for day in ("2026-02-30", "2026-13-01", "2026-00-00"):
        found = _ask(f"/archive/{day}")
        assert found.startswith("404"), (
            f"There is no {day}, and the answer is {found!r}. It should begin with 404."
        )
    try:
        found = DateConverter(Map()).to_python("2026-02-30")
    except ValidationError:
        return
    raise AssertionError(
        f"to_python makes {found!r} of 2026-02-30. It should raise ValidationError."
    )


def test_other_forms_are_not_found():
    for text in (
        "today",
        "2026-11",
        "2026-1-2",
        "2026-W47-6",
        "20261121",
        "2026-11-21x",
    ):
        found = _ask(f"/archive/{text}")
        assert found.startswith("404"), (
            f"/archive/{text} is not in the form 2026-11-21, and the answer is {found!r}."
        )


def test_a_url_can_be_built():
    """A URL can be built."""
    adapter = _app().url_map.bind("example.com")
    url = adapter.build("archive", {"day": datetime.date(2026, 1, 2)})
    assert url == "/archive/2026-01-02", (
        f"The URL for 2 January 2026 is {url!r}. It should be '/archive/2026-01-02'."
    )


def _app():
    app = Flask(__name__)
    app.url_map.converters["date"] = DateConverter
    app.add_url_rule("/archive/<date:day>", "archive", lambda day: repr(day))
    return app


def _ask(path):
    response = TestApp(_app()).get(path, expect_errors=True)
    return f"200 {response.text}" if response.status_code == 200 else response.status
