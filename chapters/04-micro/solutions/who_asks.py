"""Who asks.

Hint: `request.accept_mimetypes.best_match(["text/html", "application/json"])` knows the
rules of the header. HTML comes first in the list, so that it wins where both are as welcome.

Hint: There are three cases, and `abort(406)` is the one for `None`. But a header that is
missing is not one that refuses: what does `best_match` say when nothing was sent? What was
read of it is empty then, and so false.

Hint: `jsonify(name="Assam", price=450)` is a response, and `make_response("<h1>Assam</h1>")`
is one too. Set the header on it before you return it: `response.vary.add("Accept")`.

Learnt: Asking for the best of what one has is called content negotiation. The header is
older than JSON, and few sites read it, because a URL that says what it is can be linked to.
Where one does read it, forgetting `Vary` shows a cached JSON to a person.

In Flask: `request.accept_mimetypes` comes from Werkzeug, `werkzeug.datastructures.MIMEAccept`,
and is the same there.

Try: Ask with `curl -H "Accept: text/*"`. Then look what your own browser sends for a page,
for an image and for a `fetch`.
"""

from tinyflask import abort, jsonify, make_response, request


def tea():
    """The tea of the day, as whoever asks would like to have it."""
    accepted = request.accept_mimetypes
    # Who sends no such header takes anything.
    kind = "text/html"
    if accepted:
        kind = accepted.best_match(["text/html", "application/json"])
    if kind is None:
        abort(406)
    if kind == "application/json":
        response = jsonify(name="Assam", price=450)
    else:
        response = make_response("<h1>Assam</h1>")
    response.vary.add("Accept")
    return response
