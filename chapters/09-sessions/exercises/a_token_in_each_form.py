"""A token in each form.

Somebody else's page can have a form that is sent to your shop. If one of your users
opens that page and presses the button, their browser sends your cookies along, and you
take it for an order. What the other page cannot do is read yours. So each of your forms
has a hidden field with a text that nobody can guess, the session has the same text, and
you compare the two.

Write three functions.

- `token()` returns the text of the current session, `session["token"]`. Where there is
  none, it makes one with `secrets.token_urlsafe()` and puts it there.
- `token_field()` returns the field for a form, as `Markup`:
  `<input type="hidden" name="token" value="...">`.
- `protect(app)` lets templates call `token_field()`. It has requests refused with a 400
  if their form does not bring the token of the session, except `GET`, `HEAD` and
  `OPTIONS`. A session without a token refuses every form. Compare with
  `secrets.compare_digest`, which takes as long for a wrong text as for a right one; it
  wants ASCII or bytes, so encode both first.
"""

import hmac
import secrets

from markupsafe import Markup
from webtest import TestApp

from tinyflask import Flask, abort, render_template_string, request, session


def token():
    """Return the text that the forms of this session have to bring."""
    raise NotImplementedError("write token here")


def token_field():
    """Return the hidden field for a form."""
    raise NotImplementedError("write token_field here")


def protect(app):
    """Have ``app`` refuse forms without the token."""
    raise NotImplementedError("write protect here")


def _shop():
    app = Flask(__name__)
    app.secret_key = "tea"
    app.orders = 0
    protect(app)

    @app.get("/")
    def form():
        return render_template_string(
            "<form method=post action=/orders>{{ token_field() }}</form>"
        )

    @app.route("/orders", methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
    def order():
        if request.method not in ("GET", "HEAD"):
            app.orders += 1
        return "ordered"

    return app


def _status(client, method="POST", **form):
    return client.request(
        "/orders", method=method, POST=form, expect_errors=True
    ).status_code


def test_the_field():
    with _shop().test_request_context("/"):
        field = token_field()
        text = session.get("token")
        assert text, "After token_field() the session has no 'token'."
        expected = f'<input type="hidden" name="token" value="{text}">'
        assert field == expected, f"The field is {field!r}, in place of {expected!r}."
        assert isinstance(field, Markup), "The field is no Markup; it would be escaped."


def test_the_token_stays():
    with _shop().test_request_context("/"):
        assert token() == token(), "Two forms of one session have two tokens."
    with _shop().test_request_context("/"):
        first = token()
    with _shop().test_request_context("/"):
        assert token() != first, "Two sessions have the same token."


def test_our_form():
    client = TestApp(_shop())
    response = client.get("/").form.submit(expect_errors=True)
    assert response.status_code == 200, (
        f"Our own form, with its token, was answered with {response.status}."
    )


def test_two_forms_at_a_time():
    client = TestApp(_shop())
    first, second = client.get("/").form, client.get("/").form
    for form, which in ((first, "first"), (second, "second"), (first, "first")):
        found = form.submit(expect_errors=True).status_code
        assert found == 200, (
            f"Somebody has the form open in two tabs and sends the {which}: {found}. All"
            " forms of a session have the same token."
        )


def test_their_form():
    app = _shop()
    client = TestApp(app)
    field = client.get("/").form["token"].value
    for text in (None, "", "guess", "t\u00e4", field[:-1], f"{field}x"):
        form = {} if text is None else {"token": text}
        found = _status(client, **form)
        assert found == 400, f"A form with {form} was answered with {found}, not 400."
    client.post(f"/orders?token={field}", expect_errors=True)
    assert app.orders == 0, (
        "A form without the token was refused, but its view was called all the same."
    )


def test_a_token_of_another_session():
    app = _shop()
    ann, eve = TestApp(app), TestApp(app)
    ann.get("/")
    field = eve.get("/").form["token"].value
    found = _status(ann, token=field)
    assert found == 400, f"Eve's own token in Ann's session was answered with {found}."


def test_without_a_session():
    for form in ({}, {"token": ""}, {"token": "None"}):
        found = _status(TestApp(_shop()), **form)
        assert found == 400, (
            f"There is no session, and a form with {form} was answered with {found}."
        )


def test_how_they_are_compared():
    client = TestApp(_shop())
    client.get("/")
    compared = []
    original = secrets.compare_digest
    # Wherever your program has it from, and whatever it calls it.
    places = [
        (names, name)
        for names in (vars(secrets), vars(hmac), globals())
        for name, value in list(names.items())
        if value is original
    ]

    def compare_digest(a, b):
        compared.append((a, b))
        return original(a, b)

    for names, name in places:
        names[name] = compare_digest
    try:
        _status(client, token="guess")
    finally:
        for names, name in places:
            names[name] = original
    # Signatures are compared in this way, too.
    assert any("guess" in str(pair) for pair in compared), (
        "A wrong token was refused, and not by secrets.compare_digest. How long another"
        " comparison takes may tell how much of a guess is right."
    )


def test_other_methods():
    client = TestApp(_shop())
    client.get("/")
    for method in ("PUT", "DELETE", "PATCH"):
        found = client.request("/orders", method=method, expect_errors=True).status_code
        assert found == 400, f"{method} without a token was answered with {found}."
    for method in ("OPTIONS", "HEAD", "GET"):
        found = client.request("/orders", method=method, expect_errors=True).status_code
        assert found == 200, f"{method} changes nothing, and was answered with {found}."
