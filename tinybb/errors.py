"""What went wrong, as a page, or as JSON for a program."""

from werkzeug.exceptions import HTTPException

from tinyflask import json, render_template, request


def init_app(app):
    app.register_error_handler(HTTPException, answer)


def answer(error):
    """The page for an error. It has the error's own headers, such as ``Allow``."""
    response = error.get_response()
    if response.status_code < 400:
        return response
    if request.path.startswith("/api/"):
        response.data = json.dumps({"problem": error.description})
        response.content_type = "application/json"
    else:
        response.data = render_template("error.html", error=error)
        response.content_type = "text/html; charset=utf-8"
    return response
