"""Who answers.

Nine requests come to the forum of the chapter, from somebody who has not logged in, and then from
bob, who is a member. Say what status each of them is answered with. Write the lines into
`PRINTED`, one below the other. In the forum, bob has written post 1, and ann post 2; there are
four posts and two topics.

You are told which lines are not what is printed, and never what is.
"""

from webtest import TestApp

from tinybb import create_app
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _program():
    app = create_app(
        {
            "DATABASE": "sqlite://",
            "SECRET_KEY": "only for tests",
            "PASSWORD_METHOD": "pbkdf2:sha256:1",
        }
    )
    app.test_cli_runner().invoke(args=["demo"])
    client = TestApp(app)

    print(client.get("/t/9", expect_errors=True).status_int)
    print(client.get("/b/tea/new").status_int)
    print(client.post("/t/1/reply", {"text": "hello"}, expect_errors=True).status_int)
    print(client.post("/nowhere", {}, expect_errors=True).status_int)
    print(client.post_json("/api/topics/9/posts", {}, expect_errors=True).status_int)

    form = client.get("/login").forms[1]
    form["name"], form["password"] = "bob", "tea for two"
    form.submit()
    token = {"token": client.get("/b/tea/new").forms[2]["token"].value}
    print(client.get("/p/2/edit", expect_errors=True).status_int)
    print(client.post("/nowhere", token, expect_errors=True).status_int)
    print(client.post("/p/1/delete", token, expect_errors=True).status_int)
    print(client.post("/t/1/reply", token, expect_errors=True).status_int)


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_hooks_come_first():
    """What a hook refuses, no rule is asked for."""
    found = lines(PRINTED)[3:4]
    assert found != ["404"], (
        "By your lines the fourth request is refused because its address does not exist. Who"
        " has looked at it before that?"
    )


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)
