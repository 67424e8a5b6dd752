"""Answer every request.

Write `Flask.wsgi_app` of chapter 1 again. It answers every request with the status `404
NOT FOUND` and an HTML page that contains the words "Not Found", and keeps the rules of
WSGI. Your method is typed into the framework of chapter 1.
"""

from webtest import TestApp

TYPE_IN = "tinyflask/app.py"


class Flask:
    ...

    def wsgi_app(self, environ, start_response):
        """Answer one request: there is no page yet, so none is found."""
        raise NotImplementedError("write wsgi_app here")


def test_the_rules_of_wsgi_are_kept():
    """The rules of WSGI are kept."""
    try:
        TestApp(Flask(__name__)).get("/", expect_errors=True)
    except AssertionError as error:
        raise AssertionError(f"WebTest's checker says: {error}") from None


def test_the_status_is_404():
    status = _client().get("/", expect_errors=True).status
    assert status == "404 NOT FOUND", f"The status is {status!r}, not '404 NOT FOUND'."


def test_the_page_is_html():
    """The page is HTML."""
    response = _client().get("/", expect_errors=True)
    kind = response.headers.get("Content-Type")
    assert kind == "text/html; charset=utf-8", (
        f"Content-Type is {kind!r}. A page is sent as 'text/html; charset=utf-8'."
    )
    assert "Not Found" in response.text, (
        f"The page reads {response.text!r}. It should say 'Not Found'."
    )


def test_the_length_is_that_of_the_page():
    headers, body = _call("GET")
    length = headers.get("Content-Length")
    assert length == str(len(body)), (
        f"Content-Length is {length!r}, and the page has {len(body)} bytes."
    )


def test_head_has_the_headers_and_no_body():
    """HEAD has the headers and no body."""
    (get, _), (head, body) = _call("GET"), _call("HEAD")
    assert body == b"", (
        f"HEAD was answered with the body {body!r}. There should be none."
    )
    assert head == get, (
        f"HEAD is answered with the headers {head}, and GET with {get}. They should be"
        " the same."
    )


def _call(method):
    """Headers and body of the answer, as the application gives them."""
    found = {}
    body = Flask(__name__).wsgi_app(
        {"REQUEST_METHOD": method, "PATH_INFO": "/"},
        lambda status, headers, exc_info=None: found.update(headers),
    )
    assert body is not None, (
        f"For {method}, wsgi_app returned None. It should return a list of bytes."
    )
    return found, b"".join(body)


def _client():
    return TestApp(Flask(__name__), lint=False)
