r"""A converter for dates.

Hint: The form is four digits, two digits, two digits, with hyphens between. In a
regular expression a digit is `\d`, and `\d{4}` is four of them.

Hint: `datetime.date.fromisoformat` reads a date, and raises `ValueError` for one that
does not exist. The method `isoformat` writes one.

Hint: Catch the `ValueError` and raise `ValidationError` in its place.

Learnt: A converter is where a URL meets a type, so that no view has to begin with
checking a string. Werkzeug catches your `ValidationError` while it matches, and gives
up: it does not try a more general rule.

In Flask: `app.url_map.converters` is a dictionary, and your class goes in there under
its name. Werkzeug's own are in `werkzeug/routing/converters.py`.

Try: Add `/archive/<name>` and see that 2026-02-30 is still not found. Then swap the two
rules: both converters weigh 100, so the first one added wins. A `weight` of 50 on your
class makes it go first.
"""

import datetime

from werkzeug.routing import BaseConverter, ValidationError


class DateConverter(BaseConverter):
    """Dates such as ``2026-11-21``."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            raise ValidationError(f"there is no day {value}") from None

    def to_url(self, value):
        return value.isoformat()
