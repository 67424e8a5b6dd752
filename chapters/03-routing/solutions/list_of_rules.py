"""A list of rules.

Hint: Bind the map of a single rule with `bind("localhost")`. The adapter has
`match(path, method)`, which returns endpoint and arguments or raises.

Hint: `MethodNotAllowed` must not end the search: a later rule may fit. Remember it, and
raise it at the end if nothing fitted. Both exceptions are in `werkzeug.exceptions`.

Hint: A rule without arguments fits one path, its own text: `rule.rule`. It is hidden if
`first_match` gives another rule for that path. To know its arguments, put a copy into a
map: `copy = rule.empty()`, `Map([copy])`, and then `copy.arguments`.

Learnt: You have built what Starlette does, and a check that it would need. The check
works for rules without arguments only: whether one pattern covers another in general is
a hard question.

In Flask: Werkzeug sorts its rules by what they are made of, in
`werkzeug/routing/matcher.py`, and so has to ask less often. For two rules of the same
weight it has your problem too.

Try: Find two rules with arguments of which the second is hidden, and that your check
lets pass.
"""

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map


def first_match(rules, path, method="GET"):
    """Return the first of ``rules`` that fits, and its arguments."""
    error = NotFound()
    for rule in rules:
        adapter = Map([rule.empty()], strict_slashes=False).bind("localhost")
        try:
            _, arguments = adapter.match(path, method)
        except MethodNotAllowed as not_allowed:
            error = not_allowed
        except NotFound:
            continue
        else:
            return rule, arguments
    raise error


def hidden(rules):
    """Return the endpoints of rules without arguments that can never be reached."""
    return [
        rule.endpoint
        for rule in rules
        if not _arguments(rule) and first_match(rules, rule.rule)[0] is not rule
    ]


def _arguments(rule):
    copy = rule.empty()
    Map([copy])
    return copy.arguments
