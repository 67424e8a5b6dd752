"""A form by hand.

Write a small extension for forms. `forms.check(name=needed, size=number)` reads the form of
the current request, and returns two dictionaries, of values and of problems. Each field has a
function: it is called with the text that came, without spaces around it, or with `""`, and
returns the value, or raises a `ValueError` with the problem in words. A field is in one of the
two.

And no other site may have our users send our forms. After `forms.init_app(app)` templates can
call `token()`. It is a random text, kept in the session and the same for all pages of a
client. A POST whose field `token` is not it is refused with 400, before a view sees it.
"""

import re
import secrets

from tinyflask import Flask, abort, render_template_string, request, session


class Forms:
    """Checks forms, and that they come from our own pages."""

    def init_app(self, app):
        """Give templates ``token``, and refuse what comes without it."""
        raise NotImplementedError("write init_app here")

    def check(self, **fields):
        """Return what is in the form: values, and problems, by the fields' names."""
        raise NotImplementedError("write check here")


def test_values():
    found = _check({"name": " tea ", "size": "3"})
    assert found == ({"name": "tea", "size": 3}, {}), (
        f"For the name ' tea ' and the size '3' check returned {found!r}."
    )


def test_problems():
    found = _check({"name": "  ", "size": "many"})
    assert found[0] == {}, f"Nothing is right, and there are values: {found[0]!r}."
    assert found[1].get("name") == "Say something.", (
        f"For an empty name the problems are {found[1]!r}."
    )
    assert "size" in found[1], f"For the size 'many' the problems are {found[1]!r}."


def test_one_of_each():
    found = _check({"name": "tea", "size": "many"})
    assert found[0] == {"name": "tea"} and list(found[1]) == ["size"], (
        f"For a right name and a wrong size check returned {found!r}."
    )


def test_a_field_that_did_not_come():
    found = _check({"size": "3"})
    assert found[1] == {"name": "Say something."}, (
        f"Without a name at all the problems are {found[1]!r}."
    )


def test_a_query_is_no_form():
    found = _check({"size": "3"}, "/?name=tea")
    assert "name" not in found[0], "The query ?name=tea was taken for the form's field."


def test_other_errors_are_not_problems():
    try:
        _check({"name": "tea"}, "/", name=lambda text: 1 / 0)
    except ZeroDivisionError:
        return
    raise AssertionError("A field's function divided by zero, and nothing was raised.")


def test_a_form_of_ours():
    client = _app().test_client()
    token = _token(client)
    status = client.post("/", data={"token": token}).status_code
    assert status == 200, f"With its token the form got the status {status}."


def test_a_form_without_a_token():
    for data in ({}, {"token": ""}, {"token": "guessed"}, {"token": "tökén"}):
        client = _app().test_client()
        status = client.post("/", data=data).status_code
        assert status == 400, f"A client without a page, and {data}: status {status}."
        _token(client)
        status = client.post("/", data=data).status_code
        assert status == 400, f"A client with a page, and {data}: status {status}."


def test_no_view_sees_it():
    app, seen = _app(), []
    app.view_functions["send"] = lambda: seen.append(True) or "thank you"
    app.test_client().post("/", data={"token": "guessed"})
    assert not seen, "A form without its token was refused after the view was called."


def test_anothers_token():
    app = _app()
    ann, bob = app.test_client(), app.test_client()
    token = _token(ann)
    assert _token(bob) != token, "Two clients have the same token."
    status = bob.post("/", data={"token": token}).status_code
    assert status == 400, f"With the token of another client: status {status}."


def test_the_same_for_all_pages():
    client = _app().test_client()
    first, second = _token(client), _token(client)
    assert first == second, "Two pages of one client have two tokens."
    assert len(first) >= 16, f"The token is {first!r}, and can be guessed."


def test_other_applications_are_left_alone():
    app = Flask("plain")
    app.post("/")(lambda: "thank you")
    status = app.test_client().post("/").status_code
    assert status == 200, f"An application without the extension: status {status}."


def _needed(text):
    if not text:
        raise ValueError("Say something.")
    return text


def _check(data, path="/", **fields):
    """What `check` returns for a form."""
    fields = {"name": _needed, "size": int, **fields}
    with Flask("shop").test_request_context(path, method="POST", data=data):
        return Forms().check(**fields)


def _app():
    app, forms = Flask("shop"), Forms()
    app.secret_key = "only for this exercise"
    forms.init_app(app)

    @app.get("/")
    def page():
        return render_template_string("token: {{ token() }}")

    @app.post("/")
    def send():
        return "thank you"

    return app


def _token(client):
    page = client.get("/").text
    found = re.search(r"token: (\S+)", page)
    assert found, f"The page with {{{{ token() }}}} is {page!r}."
    return found[1]
