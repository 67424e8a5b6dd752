"""The nearest handler.

Write again who answers an error. Handlers are kept in `self.error_handler_spec[None]`, a
dictionary by status code, or `None` for classes without one; in it are dictionaries from
the class of errors to its handler. `class_and_code(cls)` returns a class and its code.

- `_find_error_handler` gets an error and returns its handler, or `None`. It looks first
  under the status code of the error's class, if it has one, and then under `None`. In each, the error's
  own class comes first, and then what it is derived from, in the order of `__mro__`.
- `handle_http_exception` gets an `HTTPException` and returns what answers it: what its
  handler returns, or the error itself if it has none. An error whose `code` is `None`,
  such as one that `abort(response)` raises, and a `RoutingException`, which is a
  redirect, are returned as they are.

Your methods are typed into the framework of chapter 8, and judged by the chapter's tests
as well.
"""

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect, RoutingException

from tinyflask import Flask, redirect
from tinyflask.errors import class_and_code

TYPE_IN = "tinyflask/errors.py"


class ErrorsMixin:
    ...

    def _find_error_handler(self, e):
        """Return the handler for an error, or ``None``."""
        raise NotImplementedError("write _find_error_handler here")

    def handle_http_exception(self, e):
        """Return what answers an HTTP error: its handler, or itself."""
        raise NotImplementedError("write handle_http_exception here")


class _ShopError(Exception):
    pass


class _SoldOut(_ShopError):
    pass


class _Gone(NotFound):
    pass


class _NotForSale(_ShopError, NotFound):
    pass


def _found(error, *registered):
    app = Flask(__name__)
    for what in registered:
        app.register_error_handler(what, lambda error, what=what: what)
    try:
        handler = app._find_error_handler(error)
    except AttributeError as missing:
        assert missing.obj is not error, (
            f"You asked {error!r} for its {missing.name!r}, and not every error has one."
            " The class of an error knows: class_and_code(type(e))."
        )
        raise
    return handler and handler(error)


def test_there_may_be_none():
    for error in (ValueError(), NotFound()):
        found = _found(error, KeyError, 403)
        assert found is None, (
            f"Nothing is registered for {error!r}, and {found} answered."
        )


def test_the_nearest_class():
    for registered in (
        (_SoldOut, _ShopError, Exception),
        (Exception, _ShopError, _SoldOut),
    ):
        found = _found(_SoldOut(), *registered)
        assert found is _SoldOut, f"Of {registered}, {found} answered a _SoldOut."
    found = _found(_SoldOut(), Exception, _ShopError)
    assert found is _ShopError, f"The next class is _ShopError, and {found} answered."


def test_a_code_comes_first():
    found = _found(NotFound(), HTTPException, 404)
    assert found == 404, f"For a 404, {found} answered before the handler for 404."
    found = _found(_Gone(), Exception, 404)
    assert found == 404, f"A class derived from NotFound is a 404; {found} answered."
    found = _found(_Gone(), 404, _Gone)
    assert found is _Gone, f"Of 404 and the error's own class, {found} answered."
    found = _found(_NotForSale(), _ShopError, 404)
    assert found == 404, (
        "An error is both a _ShopError, which comes first in its __mro__, and a 404."
        f" {found} answered, and the handler for its code should."
    )


def test_the_code_is_that_of_the_class():
    error = ValueError("no tea")
    error.code = 404
    found = _found(error, 404, Exception)
    assert found is Exception, f"A ValueError has no status code, and {found} answered."
    error = NotFound()
    error.code = 410
    found = _found(error, 404, 410)
    assert found == 404, (
        f"The code of the class NotFound is 404, whatever one of them says: {found}."
    )


def test_then_a_class_without_a_code():
    found = _found(NotFound(), 403, HTTPException, Exception)
    assert found is HTTPException, f"A 404 without a handler of its own: {found}."


def test_what_answers_an_http_error():
    """What answers an HTTP error."""
    app = Flask(__name__)
    app.register_error_handler(404, lambda error: f"no such page, {error.code}")
    error = NotFound()
    found = app.handle_http_exception(error)
    assert found == "no such page, 404", f"The handler's answer became {found!r}."
    other = HTTPException()
    other.code = 499
    found = app.handle_http_exception(other)
    assert found is other, f"An error without a handler was answered by {found!r}."
    app.register_error_handler(HTTPException, lambda error: "")
    found = app.handle_http_exception(other)
    assert found == "", f"Its handler returned '', and the answer was {found!r}."
    found = app.handle_http_exception(NotFound(response=redirect("/")))
    assert found == "no such page, 404", (
        f"A NotFound with a response of its own has a code, and so a handler: {found!r}."
    )


def test_what_is_no_error():
    app = Flask(__name__)
    app.register_error_handler(HTTPException, lambda error: "handled")
    for error in (HTTPException(response=redirect("/")), RequestRedirect("/shop/")):
        found = app.handle_http_exception(error)
        assert found is error, (
            f"{error!r} carries a redirect, and was answered by {found!r}."
        )
