"""Greet by name.

Hint: `parse_qs` returns a dictionary of lists, because a name can come several times in
a query string.

Hint: `parse_qs("name=Ann")` is `{"name": ["Ann"]}`, and `parse_qs("name=")` is `{}`.
The method `get` of a dictionary takes a second argument, for when there is no such key.

Hint: `name = parse_qs(environ["QUERY_STRING"]).get("name", ["you"])[0]`. Encode the
greeting before you count it.

Learnt: The query string is one of the things that reach an application raw. It takes a
function to read it, and a decision on what an empty value means.

In Flask: `request.args` is this, read once for each request, by Werkzeug's `Request` in
`werkzeug/sansio/request.py`.

Try: Greet a name with an ampersand in it. How does it have to be sent?
"""

from urllib.parse import parse_qs


def greet(environ, start_response):
    """Greet whoever the query string names."""
    name = parse_qs(environ["QUERY_STRING"]).get("name", ["you"])[0]
    page = f"Hello, {name}.".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(page))),
    ]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page]
