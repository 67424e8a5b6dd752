"""An error to be ignored.

Flask's applications have a method that ours do not: `should_ignore_error`. Read what it is for, in
`wsgi_app`, in Flask's `app.py`, and in its own docstring. Then give ours the like, in a class `Forgiving`.

`should_ignore_error(error)` says whether the functions that are called at the end are not to be told of
an error that nobody has handled, those of `teardown_request` and of `teardown_appcontext`. They get `None`
in its place. By default no error is ignored; a class that is derived from yours will decide otherwise.
Where there is no error, it is not asked. What is answered stays as it is. Flask asks it about requests
alone; yours is to be asked about every context that ends by an error.
"""

from tinyflask import Flask


class Forgiving(Flask):
    """An application that keeps some errors from the functions at the end."""


def test_by_default():
    app, told = _app(Forgiving)
    app.test_client().get("/value")
    assert told == ["request ValueError", "context ValueError"], (
        f"By default they are told of each error. They were told {told!r}."
    )


def test_an_error_that_is_ignored():
    app, told = _app(_Patient())
    status = app.test_client().get("/value").status_code
    assert told == ["request None", "context None"], (
        f"With should_ignore_error true of a ValueError they were told {told!r}."
    )
    assert status == 500, f"The answer is {status} now, and should be 500 still."


def test_another_error():
    app, told = _app(_Patient())
    app.test_client().get("/key")
    assert told == ["request KeyError", "context KeyError"], (
        f"A KeyError is not to be ignored. They were told {told!r}."
    )


def test_no_error():
    patient = _Patient()
    app, told = _app(patient)
    app.test_client().get("/")
    assert told == ["request None", "context None"], f"They were told {told!r}."
    assert patient.asked == [], (
        f"Where nothing was wrong, should_ignore_error was asked about {patient.asked!r}."
    )


def test_the_default_can_be_asked():
    found = Forgiving("shop").should_ignore_error(ValueError())
    assert found is False, f"By default should_ignore_error returns {found!r}."


def test_without_an_argument():
    app, told = _app(_Patient())
    with app.test_request_context("/"):
        try:
            raise ValueError
        except ValueError:
            app.do_teardown_request()
            app.do_teardown_appcontext()
    assert told[:2] == ["request ValueError", "context ValueError"] or told[:2] == [
        "request None",
        "context None",
    ], f"do_teardown_request() without an argument told {told!r}."


def test_a_context_without_a_request():
    app, told = _app(_Patient())
    try:
        with app.app_context():
            raise ValueError
    except ValueError:
        pass
    assert told == ["context None"], (
        f"A context without a request ended by an error, and they were told {told!r}."
    )


def _Patient():
    asked = []

    class Patient(Forgiving):
        def should_ignore_error(self, error):
            asked.append(error)
            return isinstance(error, ValueError)

    Patient.asked = asked
    return Patient


def _app(cls):
    app, told = cls("shop"), []
    app.logger.disabled = True
    app.add_url_rule("/", "index", lambda: "a page")
    app.add_url_rule("/value", "value", lambda: int("x"))
    app.add_url_rule("/key", "key", lambda: {}["x"])
    app.teardown_request(lambda error: told.append(f"request {_name(error)}"))
    app.teardown_appcontext(lambda error: told.append(f"context {_name(error)}"))
    return app, told


def _name(error):
    return None if error is None else type(error).__name__
