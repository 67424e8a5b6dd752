"""What went wrong, as a page, or as JSON for a program."""

from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable

from tinyflask import g, json, render_template, request


def init_app(app):
    app.register_error_handler(HTTPException, answer)
    # A number in an address that is larger than any in a table.
    app.register_error_handler(OverflowError, lambda error: answer(NotFound()))
    app.register_error_handler(OperationalError, be_patient)


def be_patient(error):
    """Answer 503 where somebody else wrote for too long. Other errors go on."""
    if "locked" not in str(error):
        raise error
    problem = "Many are writing just now. Try again in a minute."
    return answer(ServiceUnavailable(problem, retry_after=60))


def is_for_programs():
    """Whether this request is to the JSON interface, or meant to be."""
    return request.path.startswith("/api/")


def answer(error):
    """The page for an error. It has the error's own headers, such as ``Allow``."""
    response = error.get_response()
    if response.status_code < 400:
        return response
    if response.status_code >= 500:
        # The database may be what failed, so the page does without it.
        g.account = None
    if is_for_programs():
        response.data = json.dumps({"problem": error.description})
        response.content_type = "application/json"
    else:
        response.data = render_template("error.html", error=error)
        response.content_type = "text/html; charset=utf-8"
    return response
