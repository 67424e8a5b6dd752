"""Tests that share.

Hint: What do the checks share? Look at what stands above `new_client`.

Hint: Without it, each call makes an application. The last check then passes alone, and would
pass as well if nothing could be taken away. Why?

Hint: The last check has to put a thing there itself before it takes it away.

Learnt: A test that makes all that it needs can run alone, and in any order. It is the
factory that makes this cheap. What is made once for all tests has to be something that no
test can change.

In Flask: The fixture `app` in its documentation makes an application for each test.

Try: Measure how long a thousand calls of `create_app` take. What did the cache save?
"""

from tinyflask import Flask, request


def create_app():
    """Return an application with a shelf of things, which is empty."""
    app, things = Flask("shelf"), []
    app.add_url_rule("/things", "index", lambda: things)

    @app.post("/things")
    def put():
        things.append(request.form["name"])
        return things

    @app.delete("/things/<name>")
    def take(name):
        if name in things:
            things.remove(name)
        return things

    return app


def new_client():
    """Return a client of a new application."""
    return create_app().test_client()


def check_that_the_shelf_is_empty():
    """At first there is nothing."""
    assert new_client().get("/things").json == []


def check_that_a_thing_is_put_there():
    """What is put there is there."""
    client = new_client()
    client.post("/things", data={"name": "tea"})
    assert client.get("/things").json == ["tea"]


def check_that_a_thing_is_taken_away():
    """What is taken is gone."""
    client = new_client()
    client.post("/things", data={"name": "tea"})
    client.delete("/things/tea")
    assert client.get("/things").json == []
