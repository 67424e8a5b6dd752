"""A converter for dates.

Hint: The form is four digits, two digits, two digits, with hyphens between. In a
regular expression a digit is `\d`, and `\d{4}` is four of them.

Hint: `datetime.date.fromisoformat` reads a date, and raises `ValueError` for one that
does not exist. The method `isoformat` writes one.

Hint: Catch the `ValueError` and raise `ValidationError` in its place.

Learnt: A converter is where a URL meets a type, so that no view has to begin with
checking a string. You raised an exception that Werkzeug catches while it matches: to
the map, your rule simply does not fit, and a more general one may. Try adding
`/archive/<name>` as well.
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
