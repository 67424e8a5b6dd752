"""Which rule answers.

Hint: Draw the tree: one level for each slash, the fixed words of a level above its
converters, and the converters by weight: `int` before `<name>` before `path`.

Hint: Walk down for each path. Where nothing fits further down, go back up and try the next
way. `path` takes as many levels as are left, at least one piece, and slashes with them.

Hint: `7.5` is no `int`. `/new/edit` begins with fixed text that leads nowhere. `/` has no
piece at all. And the last path ends in a slash.

Learnt: What a rule says decides, level by level; only what is left over goes to `path`. A
rule that catches everything turns a mistake in a URL into a page.

In Flask: The walk is `StateMachineMatcher.match` in `src/werkzeug/routing/matcher.py`.

Try: Take the rule with `path` out and predict again. Which lines become an error, and is
one of them a redirect?
"""

PRINTED = """
new
number
name
edit
numbered
anything
about
NotFound
anything
"""
