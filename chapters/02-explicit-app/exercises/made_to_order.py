"""Made to order.

A factory is a function that makes an application, a new one for each call. Write
`create_app(greeting)`, which returns an instance of `Flask`

- that answers every request with the greeting, as `text/plain; charset=utf-8`;
- that counts the requests which reach it in its attribute `requests`, from 0 on;
- that shares nothing with the next application that is made.

At this point of the book there are no views. So make a subclass of `Flask` that has a
`wsgi_app` of its own, or set `app.wsgi_app` to a function that answers.
"""

import gc
import weakref

from webtest import TestApp

from tinyflask import Flask


def create_app(greeting):
    """A new application that says ``greeting`` to everybody."""
    raise NotImplementedError("write create_app here")


def test_it_is_an_application_object():
    app = create_app("Good morning.")
    assert isinstance(app, Flask), f"create_app returned {app!r}, not a Flask."


def test_it_greets():
    response = TestApp(create_app("Good morning.")).get("/")
    assert response.text == "Good morning.", (
        f"It says {response.text!r}. It should be 'Good morning.'."
    )
    kind = response.headers["Content-Type"]
    assert kind == "text/plain; charset=utf-8", (
        f"The Content-Type is {kind!r}. It should be 'text/plain; charset=utf-8'."
    )


def test_it_greets_in_any_language():
    text = TestApp(create_app("Grüß Gott.")).get("/").text
    assert text == "Grüß Gott.", f"Asked to say Grüß Gott., it says {text!r}."


def test_requests_are_counted():
    app = create_app("Hello.")
    before = getattr(app, "requests", None)
    assert before == 0, f"Before the first request app.requests is {before!r}, not 0."
    client = TestApp(app)
    client.get("/")
    client.get("/tea")
    assert app.requests == 2, (
        f"After two requests app.requests is {app.requests!r}. It should be 2."
    )


def test_two_applications_share_nothing():
    morning, evening = create_app("Good morning."), create_app("Good evening.")
    assert morning is not evening, "Both calls returned the same application."
    TestApp(morning).get("/")
    said = TestApp(evening).get("/").text, TestApp(morning).get("/").text
    wanted = "Good evening.", "Good morning."
    assert said == wanted, f"They say {said!r}, not {wanted!r}."
    counts = morning.requests, evening.requests
    assert counts == (2, 1), (
        f"Two requests and one are counted as {counts!r}. It should be (2, 1)."
    )


def test_what_nobody_needs_is_released():
    app = create_app("Good-bye.")
    TestApp(app).get("/")
    watched = weakref.ref(app)
    del app
    gc.collect()
    assert watched() is None, (
        "Something still holds the application. What did you keep?"
    )


def test_who_wraps_it_keeps_the_object():
    app = create_app("Hello.")
    inner, seen = app.wsgi_app, []

    def watching(environ, start_response):
        seen.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    app.wsgi_app = watching
    TestApp(app).get("/tea")
    assert seen == ["/tea"], "app.wsgi_app was replaced, and a request went past it."
    assert app.requests == 1, f"Wrapped, it counted {app.requests!r} of 1 request."
