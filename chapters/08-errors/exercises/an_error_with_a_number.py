"""An error with a number.

"It does not work" is all that most people say about an error, and a log is long. If the
page shows a number, and the log has the same number, the two can be brought together.

Write two methods of `Numbered`:

- `handle_exception` is called for an error that nobody handled. Make a number for it with
  `new_number()`, once, and keep it in `g.error_number`; then let the framework's own
  method do the rest, and return what it returns. Where that raises, as it does while
  testing, let it.
- `log_exception` is called by that, with what `logging` calls `exc_info`. Log the error
  with `self.logger.error`, as `"Error 17 on /orders [GET]"`: number, path and method.
  Hand on `exc_info`, so that the traceback is logged as well.

And write `sorry`, the handler for 500. It answers a 500 with the text `"We are sorry.
Tell us the number 17."`. An error that was raised as a 500, by `abort(500)`, has not been
logged and has no number; it is answered with `"We are sorry."`.
"""

import logging
from contextvars import Context
from itertools import count

from webtest import TestApp

from tinyflask import Flask, abort, g, request

numbers = count(17)


def new_number():
    """Return a number that was not used before."""
    return next(numbers)


class Numbered(Flask):
    """An application whose errors have numbers."""

    def handle_exception(self, e):
        """Return the response to an error that nobody handled."""
        raise NotImplementedError("write handle_exception here")

    def log_exception(self, exc_info):
        """Log an error that nobody handled, with its number."""
        raise NotImplementedError("write log_exception here")


def sorry(error):
    """Answer a 500 with the number of the error, if it has one."""
    raise NotImplementedError("write sorry here")


class _Records(logging.Handler):
    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record)
        self.then()

    def then(self):
        """What happens while something is logged."""


class _Fire:
    error = OSError("fire")


def _burn():
    raise _Fire.error


def _app():
    global numbers
    numbers = count(17)
    app = Numbered("numbered")
    app.records = _Records()
    app.logger.handlers = [app.records]
    app.logger.propagate = False
    app.register_error_handler(500, sorry)
    app.add_url_rule("/orders", "orders", lambda: 1 / 0, methods=["GET", "POST"])
    app.add_url_rule("/abort", "abort", lambda: abort(500))
    app.add_url_rule("/fire", "fire", _burn)
    return app


def _get(app, path):
    return TestApp(app).get(path, expect_errors=True)


def test_the_page_has_the_number():
    app = _app()
    for number in (17, 18):
        response = _get(app, "/orders")
        expected = f"We are sorry. Tell us the number {number}."
        assert response.status_code == 500, f"An error is a 500: {response.status}."
        assert response.text == expected, (
            f"The page says {response.text!r}, in place of {expected!r}."
        )


def test_the_log_has_the_number():
    app = _app()
    _get(app, "/orders")
    TestApp(app).post("/orders", expect_errors=True)
    found = [record.getMessage() for record in app.records.records]
    expected = ["Error 17 on /orders [GET]", "Error 18 on /orders [POST]"]
    assert found == expected, f"The log says {found}, in place of {expected}."


def test_the_log_has_the_traceback():
    app = _app()
    _get(app, "/orders")
    (record,) = app.records.records
    assert record.exc_info, (
        "The record in the log has no exc_info, and so no traceback."
    )
    assert record.exc_info[0] is ZeroDivisionError, (
        f"The traceback in the log is that of {record.exc_info[0]}."
    )
    assert record.levelno == logging.ERROR, f"The record's level is {record.levelname}."


def test_an_error_without_a_number():
    app = _app()
    response = _get(app, "/abort")
    assert response.text == "We are sorry.", (
        f"abort(500) has no number, and is answered with {response.text!r}."
    )
    assert response.status_code == 500, f"abort(500) became {response.status}."
    assert app.records.records == [], "abort(500) is an answer, and was logged."


def test_a_number_is_not_kept():
    app = _app()
    _get(app, "/orders")
    text = _get(app, "/abort").text
    assert text == "We are sorry.", f"Another request's number was told: {text!r}."


def test_each_request_has_its_own():
    app = _app()

    def then():
        app.records.then = lambda: None
        # As in another thread: nothing of the first request is current there.
        Context().run(_get, app, "/fire")

    app.records.then = then
    found = _get(app, "/fire").text
    assert found == "We are sorry. Tell us the number 17.", (
        "While error 17 was being logged, another request failed and got the number 18."
        f" The page of the first one says {found!r}. Its number belongs to its request,"
        " and so into `g`."
    )


def test_a_test_sees_the_error():
    for setting in ("TESTING", "PROPAGATE_EXCEPTIONS"):
        app = _app()
        app.config[setting] = True
        raised = None
        try:
            _get(app, "/orders")
        except ZeroDivisionError as error:
            raised = error
        assert raised is not None, f"With {setting}, the error itself should come out."
