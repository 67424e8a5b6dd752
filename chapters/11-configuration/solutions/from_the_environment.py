"""Out of the environment.

Hint: `os.environ` is a dictionary of texts. Go through its names, and pass over those that
do not begin with the prefix and an underscore.

Hint: `loads` raises an error for what is no JSON. Then the text itself is the value.

Hint: Cut the rest of the name with `split("__")`. All pieces but the last lead into
dictionaries, and `place.get(piece, {})` is the next one. Put a copy of it in its place, or
you change a dictionary that others have as well.

Learnt: An environment knows only texts, and no dictionaries. Everything else is an
agreement, and the program that reads it has to say which.

In Flask: `from_prefixed_env` is in `src/flask/config.py`.

Try: Have a variable `SHOP_MAIL` with a whole dictionary in JSON, and `SHOP_MAIL__port` as
well. Which one wins, and why does the order of the names matter?
"""

import json
import os
from contextlib import suppress


class Config:
    ...

    def from_prefixed_env(self, prefix="FLASK", *, loads=json.loads):
        """Take over the variables of the environment that begin with ``prefix`` and _."""
        for variable in sorted(os.environ):
            if not variable.startswith(f"{prefix}_"):
                continue
            value = os.environ[variable]
            with suppress(Exception):
                value = loads(value)
            *outer, name = variable.removeprefix(f"{prefix}_").split("__")
            place = self
            for each in outer:
                inner = place.get(each, {})
                if not isinstance(inner, dict):
                    raise TypeError(f"{each} in {variable} is no dictionary")
                place[each] = place = {**inner}
            place[name] = value
        return True
