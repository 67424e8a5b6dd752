"""JSON that can be read back.

Flask writes a date as `Sat, 21 Nov 2026 00:00:00 GMT`, and reads it back as that string.
Write a provider that does better:

- a `datetime.date` is written as a dictionary with one key, `{"$date": "2026-11-21"}`;
- `loads` turns such a dictionary, anywhere in the text, into a date again;
- a dictionary that has other keys as well, or whose `$date` is not a date in that form,
  stays a dictionary;
- everything that the default provider writes and reads besides is as it was. That goes
  for a `datetime.datetime`, which is a `date` to Python, and for the options of
  `loads`. Who gives an `object_hook` has it called for each dictionary that is no date.

`default` of a provider is called with a value that JSON does not know; in
`DefaultJSONProvider` it is a static method. `json.loads` takes an `object_hook`, a function that is called with each dictionary and
returns what to put in its place.
"""

import datetime
import decimal

from tinyflask import Flask
from tinyflask.json.provider import DefaultJSONProvider


class DatedProvider(DefaultJSONProvider):
    """JSON in which dates stay dates."""

    def loads(self, s, **kwargs):
        raise NotImplementedError("write loads here, and how dates are written")


def test_a_date_is_written():
    text = _provider().dumps([datetime.date(2026, 11, 21)])
    assert text == '[{"$date": "2026-11-21"}]', (
        f"A date is written as {text}. It should be a dictionary with the key $date."
    )


def test_a_date_is_read_back():
    value = {"days": [datetime.date(2026, 11, 21), {"first": datetime.date(1, 1, 1)}]}
    provider = _provider()
    back = provider.loads(provider.dumps(value))
    assert back == value, f"{value} came back as {back}."


def test_what_only_looks_like_a_date_stays():
    for text in (
        '{"$date": "2026-11-21", "note": "x"}',
        '{"$date": "tomorrow"}',
        '{"$date": 5}',
        '{"$date": "2026-02-30"}',
        '{"$date": "20261121"}',
    ):
        found = _provider().loads(text)
        assert isinstance(found, dict), f"{text} was read as {found!r}."


def test_other_types_are_written_as_before():
    text = _provider().dumps({"b": decimal.Decimal("1.10"), "a": "é"})
    assert text == '{"a": "\\u00e9", "b": "1.10"}', (
        f"Decimals and text became {text}. They should be as without your provider."
    )
    try:
        text = _provider().dumps(object())
    except TypeError:
        return
    raise AssertionError(f"An object that nobody can write was written as {text}.")


def test_a_datetime_is_written_as_before():
    moment = datetime.datetime(2026, 11, 21, 12, 30, tzinfo=datetime.UTC)
    text = _provider().dumps(moment)
    assert text == '"Sat, 21 Nov 2026 12:30:00 GMT"', (
        f"A datetime became {text}. It should be as without your provider."
    )


def test_loads_has_its_options():
    found = _provider().loads("[1.5]", parse_float=str)
    assert found == ["1.5"], (
        f"With parse_float=str, [1.5] was read as {found!r}. It should be ['1.5']."
    )


def test_an_object_hook_is_called():
    text = '{"day": {"$date": "2026-11-21"}, "tea": {"b": 1, "a": 2}}'
    found = _provider().loads(text, object_hook=lambda each: sorted(each.items()))
    expected = [
        ("day", datetime.date(2026, 11, 21)),
        ("tea", [("a", 2), ("b", 1)]),
    ]
    assert found == expected, (
        f"With an object_hook that sorts, {text} was read as {found}, not {expected}."
    )


def test_an_application_can_use_it():
    class Dated(Flask):
        json_provider_class = DatedProvider

    app = Dated(__name__)
    body = app.json.response({"day": datetime.date(2026, 11, 21)}).data
    assert body == b'{"day":{"$date":"2026-11-21"}}\n', (
        f"A response says {body!r}. It should have the date under $date."
    )


def _provider():
    # A provider does not keep its application alive, so somebody has to.
    _provider.app = Flask(__name__)
    return DatedProvider(_provider.app)
