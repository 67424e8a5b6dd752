"""Answer every request.

Hint: An application answers in two places. The status and the headers go through one of
the two arguments, and the body is what you return.

Hint: `start_response` takes the status as a string, `"404 NOT FOUND"`, and the headers
as a list of pairs of strings. `Content-Length` is one of them, and counts bytes.

Hint: Return a list with the page in it, as `bytes`. For HEAD, which
`environ["REQUEST_METHOD"]` tells you of, return an empty list, and leave the headers as
they are.

Learnt: Everything that a framework does ends in these few lines: a status and headers
in one place, and pieces of bytes in another.

In Flask: `Flask.wsgi_app` in `src/flask/app.py` closes with `return response(environ,
start_response)`, and Werkzeug's response does there what you did here.

Try: Return the page without the list around it, and read what the checker says.
"""


class Flask:
    ...

    def wsgi_app(self, environ, start_response):
        """Answer one request: there is no page yet, so none is found."""
        page = b"<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(page))),
        ]
        start_response("404 NOT FOUND", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [page]
