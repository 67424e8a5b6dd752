"""Did you mean.

Hint: Put the names that are known into one set, those of the framework and those of the
program, and look for what is in the configuration and not in the set.

Hint: Python's `difflib.get_close_matches(name, names, n=1)` gives a list with the nearest
name, or an empty one.

Hint: Build a list of texts, one for each unknown name, and raise only where the list is not
empty, with `", ".join(...)` of it.

Learnt: A check needs to know what is right, so there has to be one place that lists the
settings. Then a dictionary is nearly a class.

In Flask: There is no such check, since extensions bring settings of their own, with names
that Flask cannot know.

Try: Have `check` compare types as well: a setting should be of the type of its default.
"""

import difflib

from tinyflask import Flask


def check(config, known):
    """Raise `ValueError` for settings that nobody knows."""
    names = {*Flask.default_config, *known}
    unknown = []
    for name in config:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            unknown.append(f"{name} (did you mean {near[0]}?)" if near else name)
    if unknown:
        raise ValueError(", ".join(unknown))
