"""Back to where one was.

Hint: Say what is good, and not what is bad: one slash, and then something else than a slash or a
backslash.

Hint: Whoever has a tab or a line break in a path has nothing good in mind. A real path has it
encoded, as `%09`.

Hint: `re.fullmatch` looks at all of a text. In a set such as `[^/\\s]` one can say what must not come.

Learnt: A link to a login page of a site that one trusts, which leads elsewhere afterwards, is what
people who collect passwords are looking for.

In Flask: Flask has nothing of the kind. Its tutorial always leads to the first page; Django has
`url_has_allowed_host_and_scheme` in `django/utils/http.py`, which is sixty lines long.

Try: Ask `urllib.parse.urlsplit` for the host of each of these. For which of them is it empty?
"""

import re


def within(target, first="/"):
    """Return ``target`` if it is a path of this site, and else ``first``."""
    if target and re.fullmatch(r"/(?![/\\])[^\t\r\n]*", target):
        return target
    return first
