"""Answer every request.

Write `Flask.wsgi_app` of chapter 1 again. It answers every request with the status
`404 NOT FOUND` and an HTML page that contains the words "Not Found", and keeps the rules
of WSGI. Your method is typed into the framework of chapter 1.
"""

from webtest import TestApp

TYPE_IN = "tinyflask/app.py"


class Flask:
    ...

    def wsgi_app(self, environ, start_response):
        """Answer one request: there is no page yet, so none is found."""
        raise NotImplementedError("write wsgi_app here")


def test_the_status_is_404():
    status = _client().get("/", expect_errors=True).status
    assert status.startswith("404 "), f"The status is {status!r}, and should be a 404."


def test_the_page_is_html():
    response = _client().get("/", expect_errors=True)
    kind = response.headers.get("Content-Type")
    assert kind == "text/html; charset=utf-8", (
        f"Content-Type is {kind!r}. A page is sent as 'text/html; charset=utf-8'."
    )
    assert "Not Found" in response.text, (
        f"The page reads {response.text!r}. It should say 'Not Found'."
    )


def test_the_length_is_that_of_the_page():
    response = _client().get("/", expect_errors=True)
    length = response.headers.get("Content-Length")
    assert length == str(len(response.body)), (
        f"Content-Length is {length!r}, and the page has {len(response.body)} bytes."
    )


def test_head_has_the_headers_and_no_body():
    get = _client().get("/", expect_errors=True)
    head = _client().head("/", expect_errors=True)
    assert head.body == b"", f"HEAD was answered with the body {head.body!r}."
    length = head.headers.get("Content-Length")
    assert length == str(len(get.body)), (
        f"HEAD says that Content-Length is {length!r}, and GET sends {len(get.body)}."
        " The headers of both should be the same."
    )


def _client():
    return TestApp(Flask(__name__))
