"""Chapter 1: a web application is one callable."""

import io
from wsgiref.handlers import SimpleHandler
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

from webtest import TestApp


def test_every_path_is_not_found(framework):
    """An application without pages answers every path with 404 and an HTML page."""
    client = TestApp(framework.Flask(__name__))
    for path in ("/", "/tea", "/a/b/c", "/caf%C3%A9", "/%FF", "/a?b=c"):
        response = client.get(path, status=404)
        assert response.content_type == "text/html"
        assert "Not Found" in response.text


def test_every_method_is_answered(framework):
    """An application without pages answers every method with 404."""
    client = TestApp(framework.Flask(__name__))
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        assert client.request("/", method=method, status=404).text


def test_head_is_get_without_the_body(framework):
    """HEAD is answered with the headers of GET and with no body."""
    client = TestApp(framework.Flask(__name__))
    head, get = client.head("/", status=404), client.get("/", status=404)
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(get.body))


def test_the_protocol_is_kept(framework):
    """`wsgiref.validate` has nothing to complain about."""
    client = TestApp(validator(framework.Flask(__name__)), lint=False)
    client.get("/tea", status=404)


def test_a_real_server_can_run_it(framework):
    """A server of the standard library sends the answer in full."""
    environ = {"PATH_INFO": "/"}
    setup_testing_defaults(environ)
    sent, log = io.BytesIO(), io.StringIO()
    SimpleHandler(io.BytesIO(), sent, log, environ).run(framework.Flask(__name__))
    head, _, body = sent.getvalue().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 404 ")
    assert f"Content-Length: {len(body)}".encode() in head
    assert log.getvalue() == ""


def test_middleware_wraps_one_application(framework):
    """`wsgi_app` can be wrapped, and the application stays the object that it was."""
    wrapped, plain = framework.Flask(__name__), framework.Flask(__name__)
    seen = []

    def noting(wsgi_app):
        def wrapper(environ, start_response):
            seen.append(environ["PATH_INFO"])
            return wsgi_app(environ, start_response)

        return wrapper

    wrapped.wsgi_app = noting(wrapped.wsgi_app)
    TestApp(wrapped).get("/seen", status=404)
    TestApp(plain).get("/unseen", status=404)
    assert seen == ["/seen"]
    assert isinstance(wrapped, framework.Flask)


def test_an_application_knows_its_import_name(framework):
    """An application keeps the name of the module that it was made for."""
    assert framework.Flask("tea_room").import_name == "tea_room"
