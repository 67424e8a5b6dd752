"""What went wrong, as a page, or as JSON for a program."""

from werkzeug.exceptions import HTTPException, NotFound

from tinyflask import json, render_template, request


def init_app(app):
    app.register_error_handler(HTTPException, answer)
    # A number in an address that is larger than any in a table.
    app.register_error_handler(OverflowError, lambda error: answer(NotFound()))


def is_for_programs():
    """Whether this request is to the JSON interface, or meant to be."""
    return request.path.startswith("/api/")


def answer(error):
    """The page for an error. It has the error's own headers, such as ``Allow``."""
    response = error.get_response()
    if response.status_code < 400:
        return response
    if is_for_programs():
        response.data = json.dumps({"problem": error.description})
        response.content_type = "application/json"
    else:
        response.data = render_template("error.html", error=error)
        response.content_type = "text/html; charset=utf-8"
    return response
