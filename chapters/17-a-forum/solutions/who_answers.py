"""Who answers.

Hint: Before any view come three functions: whether the form is ours, whether the tables are
there, and who asks. They come before it is said that an address does not exist, too.

Hint: The blueprint `api` is not asked for a form's token. Who writes there needs another one.

Hint: The decorator of a view comes before the view. A member who moderates nothing is somebody
who is known, and is not sent to log in. And what does `request.form["text"]` do without a text?

Learnt: In which order things are refused says what a stranger can find out. Here they do not even
learn which addresses there are, by sending forms.

In Flask: The order is `full_dispatch_request`'s: `preprocess_request` first, and
`dispatch_request`, which raises what the rules did not find, afterwards.

Try: Have `check_form` ask `request.routing_exception` first. Who learns what by that?
"""

PRINTED = """
404
302
400
400
401
403
404
403
400
"""
