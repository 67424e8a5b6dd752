"""Who asks.

One resource, two readers: a person with a browser and a program. Each says in its header
`Accept` what it would rather have. Write the view `tea`, which answers

- a program that prefers JSON with `{"name": "Assam", "price": 450}`;
- everybody who prefers HTML, or does not mind, with the page `<h1>Assam</h1>` and the type
  `text/html; charset=utf-8`;
- who takes neither with 406, Not Acceptable.

What is sent depends on the header, so that a cache has to be told: set `Vary: Accept` on
both answers.

`request.accept_mimetypes` is the header, read. Its method `best_match` takes a list of
types, the one to be preferred first, and returns the best of them, or `None`.
"""

from webtest import TestApp

from tinyflask import Flask, abort, jsonify, make_response, request


def tea():
    """The tea of the day, as whoever asks would like to have it."""
    raise NotImplementedError("write tea here")


def test_a_program_gets_json():
    """A program gets JSON."""
    response = _ask("application/json")
    assert response.content_type == "application/json", (
        f"For Accept: application/json the type is {response.content_type!r}."
    )
    wanted = {"name": "Assam", "price": 450}
    assert response.json == wanted, f"The JSON is {response.json!r}, not {wanted!r}."


def test_a_browser_gets_a_page():
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = _ask(accept)
    kind = response.headers["Content-Type"]
    assert kind == "text/html; charset=utf-8", (
        f"For what a browser sends the type is {kind!r}, not 'text/html; charset=utf-8'."
    )
    assert response.text == "<h1>Assam</h1>", (
        f"The page is {response.text!r}. It should be '<h1>Assam</h1>'."
    )


def test_who_says_nothing_gets_a_page():
    for accept in (None, "*/*"):
        response = _ask(accept)
        said = "no header Accept" if accept is None else f"Accept: {accept}"
        assert response.status_int == 200, (
            f"For {said} the status is {response.status_int}. Who does not say what they"
            " want takes anything."
        )
        assert response.text == "<h1>Assam</h1>", (
            f"For {said} the page is {response.text!r}. It should be '<h1>Assam</h1>'."
        )
        assert response.content_type == "text/html", (
            f"For {said} the type is {response.content_type!r}, not 'text/html'."
        )


def test_the_better_one_wins():
    for accept, wanted in (
        ("text/html;q=0.5, application/json", "application/json"),
        ("text/html, application/json;q=0.5", "text/html"),
        ("application/*", "application/json"),
        ("application/json, text/html", "text/html"),
    ):
        response = _ask(accept)
        assert response.status_int == 200, (
            f"For Accept: {accept} the status is {response.status_int}, not 200."
        )
        found = response.content_type
        assert found == wanted, f"For Accept: {accept} the type is {found!r}."


def test_who_wants_something_else_is_told():
    response = _ask("image/png")
    assert response.status_int == 406, (
        f"For Accept: image/png the status is {response.status}, not 406."
    )
    refused = _ask("application/json;q=0, text/html;q=0").status_int
    assert refused == 406, f"Who refuses both types gets {refused}, not 406."


def test_caches_are_told():
    for accept in ("application/json", "text/html"):
        vary = _ask(accept).headers.get("Vary", "")
        assert vary.lower() == "accept", (
            f"For Accept: {accept} the header Vary is {vary!r}, not 'Accept'."
        )


def _ask(accept):
    app = Flask(__name__)
    app.add_url_rule("/", view_func=tea)
    headers = {} if accept is None else {"Accept": accept}
    return TestApp(app).get("/", headers=headers, status="*")
