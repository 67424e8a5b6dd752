"""Who is called.

Hint: Before the view, from the application inwards. After it, from the inside out, and so at the end.

Hint: For an error that has no code, a handler of a blueprint comes before one of the application, whatever
class each of them is for, if both fit. A `KeyError` is a `LookupError`.

Hint: The error was handled, so nothing ended by it. And an address that leads nowhere is of no blueprint.

Learnt: One order inwards and the other one outwards: it is the same in both frameworks, since `request.blueprints`
begins with the innermost.

In Flask: `preprocess_request` reverses `request.blueprints`; `process_response` and `do_teardown_request` do not.

Try: Have the handler raise. Who is called then, and what is the teardown functions' error?
"""

PRINTED = """
app before
outer before
inner before
view
outer handles LookupError
inner after
outer after
app after
inner teardown True
outer teardown True
app teardown True
lookup
app before
app after
app teardown True
404
"""
