"""Greet by name.

Write a WSGI application `greet` that answers `/?name=Ann` with the text `Hello, Ann.`,
and a request without a name with `Hello, you.`. The text is sent as
`text/plain; charset=utf-8`, with its length, and without a body for HEAD, which has the
same headers.

The query string arrives in `environ["QUERY_STRING"]`, as it stands in the URL. The
function `urllib.parse.parse_qs` takes such a string apart.
"""

from webtest import TestApp


def greet(environ, start_response):
    """Greet whoever the query string names."""
    raise NotImplementedError("write greet here")


def test_nobody_is_you():
    assert _text("/") == "Hello, you.", (
        f"Without a name it says {_text('/')!r}. It should be 'Hello, you.'."
    )


def test_a_name_is_greeted():
    text = _text("/?name=Ann")
    assert text == "Hello, Ann.", (
        f"For ?name=Ann it says {text!r}. It should be 'Hello, Ann.'."
    )


def test_an_empty_name_is_no_name():
    text = _text("/?name=")
    assert text == "Hello, you.", f"For ?name= it says {text!r}, not 'Hello, you.'."


def test_names_are_in_any_language():
    text = _text("/?name=Zo%C3%AB+%E6%9D%8E")
    assert text == "Hello, Zoë 李.", (
        f"For Zoë 李 it says {text!r}. It should be 'Hello, Zoë 李.'."
    )


def test_other_values_do_not_disturb():
    text = _text("/?page=2&name=Ann&name=Bob")
    assert text == "Hello, Ann.", (
        f"For ?page=2&name=Ann&name=Bob it says {text!r}. It should be 'Hello, Ann.'."
    )


def test_the_type_is_plain_text_in_utf_8():
    """The type is plain text in UTF-8."""
    kind = _call("")[0].get("Content-Type")
    assert kind == "text/plain; charset=utf-8", (
        f"Content-Type is {kind!r}. It should be 'text/plain; charset=utf-8'."
    )


def test_the_length_counts_bytes():
    headers, body = _call("name=Zo%C3%AB")
    length = headers.get("Content-Length")
    assert length == str(len(body)), (
        f"Content-Length is {length!r}, and the body has {len(body)} bytes."
    )


def test_head_has_no_body():
    """HEAD has no body."""
    _, body = _call("name=Ann", "HEAD")
    assert body == b"", (
        f"HEAD was answered with the body {body!r}. There should be none."
    )
    head, get = _call("name=Ann", "HEAD")[0], _call("name=Ann")[0]
    assert head == get, (
        f"HEAD is answered with the headers {head}, and GET with {get}. They should be"
        " the same."
    )


def test_the_rules_of_wsgi_are_kept():
    """The rules of WSGI are kept."""
    try:
        TestApp(greet).get("/?name=Ann")
    except AssertionError as error:
        raise AssertionError(f"WebTest's checker says: {error}") from None


def _text(path):
    return _call(path.partition("?")[2])[1].decode("utf-8")


def _call(query, method="GET"):
    """Headers and body of the answer, as the application gives them."""
    found = {}
    body = greet(
        {"REQUEST_METHOD": method, "PATH_INFO": "/", "QUERY_STRING": query},
        lambda status, headers, exc_info=None: found.update(headers),
    )
    assert body is not None, "greet returned None. Return the pieces of the body."
    pieces = list(body)
    for piece in pieces:
        assert isinstance(piece, bytes), (
            f"A piece of the body that greet returned is {piece!r}, and should be bytes."
        )
    return found, b"".join(pieces)
