"""Links in text.

Hint: `re.split(r"(https?://\\S+)", text)` cuts a text at the addresses and keeps them: the
pieces at 0, 2, 4 and so on are text, those at 1, 3, 5 are addresses.

Hint: Escape each piece by itself. `Markup('<a href="{0}">{0}</a>').format(address)` escapes
what it is given, and `Markup` added to anything escapes that.

Hint: `address.rstrip(".,")` takes the end away, and `address[len(that):]` is what was taken.
Begin with `Markup("")`, and add to it. For what has a `__html__` already, return it at once.

Learnt: `Markup` is a promise: this text is HTML already. A filter that returns it takes over
the responsibility for every character, and the safe way is to make `Markup` only of what you
wrote yourself, and to let its methods escape the rest.

In Flask: Jinja has this filter under the name `urlize`, in `src/jinja2/filters.py`, and knows
many more endings of an address. `add_template_filter` is in `src/flask/sansio/app.py`.

Try: Give your links `rel="nofollow"`, as sites do for what strangers write, and compare with
`{{ comment|urlize(rel="nofollow") }}`.
"""

import re

from markupsafe import Markup, escape


def linked(text):
    """``text`` as HTML, with links for the addresses in it."""
    if hasattr(text, "__html__"):
        return text
    found = Markup("")
    for number, piece in enumerate(re.split(r"(https?://\S+)", text)):
        if number % 2 == 0:
            found += escape(piece)
            continue
        address = piece.rstrip(".,")
        found += Markup('<a href="{0}">{0}</a>').format(address)
        found += escape(piece[len(address) :])
    return found
