"""Ready or not.

Django has a command that says what is not fit for production. Write the heart of one:
`problems(app)` is a list of sentences, one for each thing that is wrong, and empty if nothing
is. Each names the setting that it is about. These are wrong:

`SECRET_KEY`: there is none, or it is shorter than 16 characters. `DEBUG` and `TESTING`: one of
them is on. `SESSION_COOKIE_SECURE`, `SESSION_COOKIE_HTTPONLY`: one of them is off.
`SESSION_COOKIE_SAMESITE`: it is neither "Lax" nor "Strict". `MAX_CONTENT_LENGTH`: there is none.
`TRUSTED_HOSTS`: there are none.

No sentence may have the key in it, nor a part of it: it goes to a log.
"""

from tinyflask import Flask


def problems(app):
    """Return what is not fit for production in the settings of ``app``."""
    raise NotImplementedError("write problems here")


def test_an_application_that_is_ready():
    found = problems(_app())
    assert found == [], f"Nothing is wrong with it, and this was found: {found!r}."


def test_one_thing_at_a_time():
    for name, value in (
        ("SECRET_KEY", None),
        ("SECRET_KEY", "dev"),
        ("SECRET_KEY", b"fifteen bytes.."),
        ("DEBUG", True),
        ("TESTING", True),
        ("SESSION_COOKIE_SECURE", False),
        ("SESSION_COOKIE_HTTPONLY", False),
        ("SESSION_COOKIE_SAMESITE", None),
        ("SESSION_COOKIE_SAMESITE", "None"),
        ("MAX_CONTENT_LENGTH", None),
        ("TRUSTED_HOSTS", None),
        ("TRUSTED_HOSTS", []),
    ):
        found = problems(_app(**{name: value}))
        assert len(found) == 1 and name in found[0], (
            f"With {name}={value!r}, one sentence about {name} is expected, and this was"
            f" found: {found!r}."
        )


def test_an_application_as_it_is_made():
    found = problems(Flask("new"))
    assert len(found) == 5, (
        "An application on which nothing was set has five problems: the key, the hosts,"
        f" the length, and two about the cookie. This was found: {found!r}."
    )


def test_the_key_is_not_told():
    found = " ".join(problems(_app(SECRET_KEY="hunter2")))
    assert "hunter" not in found, f"The key stands in what is told: {found!r}."


def test_a_key_of_bytes():
    found = problems(_app(SECRET_KEY=bytes(16)))
    assert found == [], (
        f"A key of 16 bytes is long enough, and this was found: {found!r}."
    )


def _app(**changes):
    app = Flask("shop")
    app.config.update(
        SECRET_KEY="0123456789abcdef",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1_000_000,
        TRUSTED_HOSTS=["tea.example"],
    )
    app.config.update(changes)
    return app
