"""Who speaks first.

Hint: Be the server. Put a finger on the line that is running, and write down each `print`
that the finger passes.

Hint: A function with `yield` in it is a generator: to call it runs none of its lines. They
run when somebody loops over it.

Hint: The server breaks off after the first piece. A list has no `close`. A generator has,
and its `finally` runs then.

Learnt: A list is made before the server loops, and a generator while it does: even
`start_response` is called as late as for the first piece. And whoever breaks off must
call `close`, or the generator's `finally` runs at some other time.

In Flask: `src/flask/helpers.py` has `stream_with_context`, which keeps the request alive
for a generator that runs after the view has returned.

Try: Take the line with `getattr` out, and predict again. When does the `finally` run now?
"""

PRINTED = """
server: calls
listed: called
server: 200 OK
listed: started
server: loops
server: one
server: nothing to close
server: calls
server: loops
generated: called
server: 200 OK
server: one
generated: closed
"""
