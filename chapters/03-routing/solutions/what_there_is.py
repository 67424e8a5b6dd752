"""What there is.

Hint: `sorted(..., key=lambda rule: rule.rule)` sorts the rules, and `rule.methods` is a set.
Take two names away from it with `-`.

Hint: The last word is `rule.rule.rstrip("/").rpartition("/")[2]`. For `/` that is the empty
text, and `or "index"` makes the other one of it.

Hint: Put a line together as `f"{methods} {rule.rule}"`, add `f" -> {rule.endpoint}"` where
the endpoint is another one, and join the lines with `"\\n"`.

Learnt: A routing table that is data can be listed, sorted, compared and tested. One that is
a chain of `if` can only be run. This is a good part of what a framework is for.

In Flask: `flask routes` prints such a table. It is the function `routes_command` in
`src/flask/cli.py`, and it leaves out HEAD and OPTIONS too.

Try: List the rules of a real Flask application of yours with the same function. It needs
nothing but `url_map`.
"""


def listing(app):
    """The rules of ``app``, one to a line."""
    lines = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = ",".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        line = f"{methods} {rule.rule}"
        word = rule.rule.rstrip("/").rpartition("/")[2] or "index"
        if rule.endpoint != word:
            line += f" -> {rule.endpoint}"
        lines.append(line)
    return "\n".join(lines)
