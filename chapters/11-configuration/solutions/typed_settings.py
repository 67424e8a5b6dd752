"""A class of settings.

Hint: `dataclasses.fields(cls)` gives the fields, each with `name`, `type` and `default`. A
field without a default has `dataclasses.MISSING` there.

Hint: Go through all fields, and collect the values in one dictionary and what is wrong in a
list. Raise when you are through.

Hint: Do not call `bool` on a text. A dictionary from `"true"` and `"false"` to the two values
reads one, after `lower()`, and its `KeyError` tells what it cannot read.

Learnt: With types there is one place that lists the settings, and a mistake is found before
the first request. The price is a class for each program, and a second way besides that of the
framework, whose own settings stay in the dictionary.

In Flask: There is no such thing. Programs that want it keep an object of the package
pydantic-settings, or one like yours, beside `app.config`.

Try: Read `list[str]` as well. Which text would you have for a list?
"""

import os
from dataclasses import MISSING, fields

BOOLS = {"true": True, "false": False}


def from_environment(cls, prefix):
    """Return an object of the dataclass ``cls``, filled from the environment."""
    values, wrong = {}, []
    for field in fields(cls):
        variable = f"{prefix}_{field.name.upper()}"
        text = os.environ.get(variable)
        if text is None:
            if field.default is MISSING:
                wrong.append(f"{variable} is missing")
            continue
        try:
            values[field.name] = (
                BOOLS[text.lower()] if field.type is bool else field.type(text)
            )
        except (KeyError, ValueError):
            wrong.append(f"{variable} is {text!r}, and is to be {field.type.__name__}")
    if wrong:
        raise ValueError("\n".join(wrong))
    return cls(**values)
