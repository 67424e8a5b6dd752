"""A log that knows.

When two requests are answered at the same time, their lines in a log are mixed, and each
line should say which request it belongs to. Python's `logging` lets a filter look at each
record before it is written, and a filter may add to it.

Write `RequestFilter.filter`. It gives each record an attribute `asked`, which is the
method and the path of the current request, such as "GET /things", and "-" where there is
no request. It returns `True`, so that every record is written.
"""

import logging

from webtest import TestApp

from tinyflask import Flask, request


class RequestFilter(logging.Filter):
    """Add ``asked`` to each record: which request it belongs to."""

    def filter(self, record):
        raise NotImplementedError("write filter here")


class _Lines(logging.Handler):
    """Keeps the lines that are logged."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.setFormatter(logging.Formatter("[%(asked)s] %(message)s"))
        self.addFilter(RequestFilter())

    def emit(self, record):
        self.lines.append(self.format(record))


def _logged(work):
    """Return the lines that ``work`` logs with the logger it is given."""
    logger = logging.Logger("exercise")
    handler = _Lines()
    logger.addHandler(handler)
    work(logger)
    return handler.lines


def test_a_line_in_a_view():
    def work(logger):
        app = Flask(__name__)

        @app.route("/things", methods=["GET", "POST"])
        def things():
            logger.info("counting")
            return "3"

        TestApp(app).get("/things?page=2")
        TestApp(app).post("/things")

    lines = _logged(work)
    expected = ["[GET /things] counting", "[POST /things] counting"]
    assert lines == expected, f"The log says {lines} instead of {expected}."


def test_a_line_elsewhere():
    def work(logger):
        logger.info("starting")
        with Flask(__name__).app_context():
            logger.info("tidying up")

    lines = _logged(work)
    expected = ["[-] starting", "[-] tidying up"]
    assert lines == expected, (
        f"Without a request, the log says {lines}, not {expected}."
    )


def test_a_line_for_a_path_that_no_rule_fits():
    def work(logger):
        with Flask(__name__).test_request_context("/nothing"):
            logger.info("who asks for this?")

    lines = _logged(work)
    expected = ["[GET /nothing] who asks for this?"]
    assert lines == expected, f"The log says {lines} instead of {expected}."


def test_every_record_is_written():
    record = logging.makeLogRecord({"msg": "hello"})
    found = RequestFilter().filter(record)
    assert found is True, (
        f"The filter returned {found!r}, and True has records written."
    )
