"""Problems.

Hint: Every HTTP error is derived from `HTTPException`, and so is the 500 that is made of
an error that nobody handles. One handler for that class is enough.

Hint: A handler may return the error itself, which is then the response.

Hint: Take `response = error.get_response()`, give it another body with
`response.set_data(...)` and another type with `response.content_type = ...`, and return
it.

Learnt: A handler for a base class of errors is a good place for the form of an answer, as
long as it keeps what the particular error has to say.

In Flask: Its documentation shows such a handler, for JSON, on the page about errors.

Try: Look at `Accept` in place of the path: `request.accept_mimetypes` knows what a client
likes best.
"""

import json

from werkzeug.exceptions import HTTPException

from tinyflask import Flask, abort, request


def install(app):
    """Have ``app`` answer errors below ``/api/`` with problem details."""

    @app.errorhandler(HTTPException)
    def problem(error):
        if not request.path.startswith("/api/"):
            return error
        response = error.get_response()
        details = {
            "status": error.code,
            "title": error.name,
            "detail": error.description,
        }
        response.set_data(json.dumps(details))
        response.content_type = "application/problem+json"
        return response
