"""Chapter 4: micro is about the core, not about having no dependencies."""

import dataclasses
import datetime
import decimal
import gc
import io
import json
import uuid
import weakref

import pytest
from webtest import TestApp, TestRequest
from werkzeug.datastructures import Headers
from werkzeug.exceptions import Aborter, HTTPException
from werkzeug.test import Client
from werkzeug.wrappers import Response as BaseResponse


def answering(framework, *values, **options):
    """A client of an application whose view for ``/N`` returns the N-th value."""
    app = framework.Flask(__name__)
    app.testing = True
    for number, value in enumerate(values):
        app.add_url_rule(f"/{number}", f"view_{number}", lambda value=value: value)
    return TestApp(app, **options)


def returned(framework, value):
    """The response to a request whose view returns ``value``."""
    return answering(framework, value).get("/0", expect_errors=True)


def test_text_and_bytes(framework):
    """A string or bytes are sent as an HTML page."""
    for value in ("Grüße", "Grüße".encode()):
        response = returned(framework, value)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert response.text == "Grüße"


def test_dictionaries_and_lists(framework):
    """A dictionary or a list is sent as JSON, its keys sorted and on a line."""
    response = returned(framework, {"b": [1, None, True], "a": "é"})
    assert response.headers["Content-Type"] == "application/json"
    assert response.body == b'{"a":"\\u00e9","b":[1,null,true]}\n'
    assert returned(framework, []).body == b"[]\n"


def test_iterators_are_streamed(framework):
    """A generator or an iterator of strings or bytes is a body in pieces."""
    assert returned(framework, (piece for piece in ["a", "é"])).text == "aé"
    assert returned(framework, iter([b"a", b"b"])).body == b"ab"


def test_a_body_with_a_status(framework):
    """In a tuple a number, or a string, is the status."""
    assert returned(framework, ("made", 201)).status_code == 201
    assert returned(framework, ("made", "299 So So")).status == "299 So So"
    assert returned(framework, ({"a": 1}, 400)).json_body == {"a": 1}


def test_a_body_with_headers(framework):
    """In a tuple a dictionary, a list, a tuple or `Headers` are headers."""
    for headers in (
        {"X-A": "b"},
        [("X-A", "b")],
        (("X-A", "b"),),
        Headers({"X-A": "b"}),
    ):
        assert returned(framework, ("body", headers)).headers["X-A"] == "b"
    response = returned(framework, ("{}", {"Content-Type": "application/json"}))
    assert response.headers.getall("Content-Type") == ["application/json"]


def test_a_body_with_both(framework):
    """A tuple of three is a body, a status and headers."""
    response = returned(framework, ("body", 201, {"X-A": ["b", "c"]}))
    assert response.status_code == 201
    assert response.headers.getall("X-A") == ["b", "c"]


def test_a_tuple_changes_the_response_that_is_in_it(framework):
    """Status and headers in a tuple are set on a response or JSON in it."""
    inner = framework.Response("body", 200, {"X-A": "a", "X-B": "b"})
    response = returned(framework, (inner, 202, {"X-A": "changed"}))
    assert response.status_code == 202
    assert response.headers["X-A"] == "changed"
    assert response.headers["X-B"] == "b"
    assert returned(framework, (["x"], 203, {"X-A": "a"})).status_code == 203


def test_responses_of_other_classes(framework):
    """Werkzeug's response, and any WSGI application, can be returned."""

    def application(environ, start_response):
        start_response("299 Odd", [("Content-Type", "text/plain"), ("X-A", "b")])
        return [environ["PATH_INFO"].encode()]

    assert returned(framework, BaseResponse("base", 201)).status_code == 201
    response = returned(framework, application)
    assert (response.status, response.text) == ("299 Odd", "/0")
    assert returned(framework, (application, 201)).status_code == 201


def test_what_is_no_response(framework):
    """Anything else raises `TypeError`, which names the view and what it returned."""
    client = answering(framework, 7, object(), {1, 2}, None)
    for number, kind in enumerate(["int", "object", "set"]):
        with pytest.raises(TypeError, match=f"it was a {kind}"):
            client.get(f"/{number}")
    with pytest.raises(TypeError, match="view_3"):
        client.get("/3")


@pytest.mark.small_print
def test_what_is_no_response_and_often_happens(framework):
    """Of ``None`` and of a tuple that has the wrong form more is said."""
    client = answering(framework, None, ("a",), ("a", 1, {}, 2))
    with pytest.raises(TypeError, match=r"view_0.*returned None"):
        client.get("/0")
    for number in (1, 2):
        with pytest.raises(TypeError, match="body, status, headers"):
            client.get(f"/{number}")
    with pytest.raises(TypeError, match="returned None"):
        answering(framework, (None, 200)).get("/0")


def test_a_request_is_at_hand(framework):
    """`request` is the request that is being answered."""
    app = framework.Flask(__name__)

    @app.route("/<name>", methods=["GET", "POST"])
    def view(name):
        request = framework.request
        return {
            "method": request.method,
            "args": request.args.getlist("a"),
            "form": request.form.to_dict(),
            "endpoint": request.endpoint,
            "view_args": request.view_args,
            "rule": request.url_rule.rule,
            "cookie": request.cookies.get("c"),
        }

    client = TestApp(app)
    client.set_cookie("c", "d")
    body = client.post("/ann?a=1&a=%C3%A9+x", {"f": "g h"}).json_body
    assert body == {
        "method": "POST",
        "args": ["1", "é x"],
        "form": {"f": "g h"},
        "endpoint": "view",
        "view_args": {"name": "ann"},
        "rule": "/<name>",
        "cookie": "d",
    }


def test_the_application_is_at_hand(framework):
    """`current_app` is the application that answers, and is it in every way."""
    app = framework.Flask("tea_room")

    @app.route("/")
    def view():
        assert framework.current_app == app
        return framework.current_app.name

    assert TestApp(app).get("/").text == "tea_room"


@pytest.mark.small_print
def test_json_without_an_application(framework):
    """`json.dumps` knows the same types where no application is current."""
    value = {"since": datetime.date(2026, 11, 21), "price": decimal.Decimal("1.10")}
    text = '{"since": "Sat, 21 Nov 2026 00:00:00 GMT", "price": "1.10"}'
    assert framework.json.dumps(value) == text
    file = io.StringIO()
    framework.json.dump(value, file)
    assert file.getvalue() == text


def test_outside_of_a_request_there_is_none(framework):
    """After a request, nothing of it is left to be found."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "index", lambda: "index")
    TestApp(app).get("/")
    assert not framework.request
    assert not framework.current_app


def test_files_are_uploaded(framework):
    """A file in a form arrives with its name and its bytes."""
    app = framework.Flask(__name__)

    @app.post("/")
    def view():
        file = framework.request.files["file"]
        return {"name": file.filename, "size": len(file.read())}

    content = b"--boundary\r\n" * 100
    upload = [("file", "naïve.txt", content)]
    response = TestApp(app).post("/", {"a": "b"}, upload_files=upload)
    assert response.json_body == {"name": "naïve.txt", "size": len(content)}


def echo(framework):
    """An application that answers JSON with the same JSON."""
    app = framework.Flask(__name__)

    @app.post("/")
    def view():
        return framework.jsonify(framework.request.get_json())

    @app.post("/lenient")
    def lenient():
        return framework.jsonify(framework.request.get_json(force=True, silent=True))

    return TestApp(app)


def test_json_comes_in(framework):
    """`get_json` reads a body that says it is JSON, in UTF-8."""
    client = echo(framework)
    for value in ({"a": [1, 2.5, "é", None]}, [], "text", 0, False):
        assert client.post_json("/", value).json_body == value


def test_what_is_not_json(framework):
    """A body of another type is answered with 415, one that does not parse with 400."""
    client = echo(framework)
    client.post("/", "{}", content_type="text/plain", status=415)
    for body in ("{", "", "nul", "\xff"):
        client.post(
            "/", body.encode("latin-1"), content_type="application/json", status=400
        )


@pytest.mark.small_print
def test_why_it_is_not_json_is_not_told(framework):
    """A client that sends what does not parse is not told why."""
    response = echo(framework).post(
        "/", "{", content_type="application/json", status=400
    )
    assert "Expecting" not in response.text


def test_why_it_is_not_json_is_told_while_debugging(framework):
    """With `debug` the answer to a body that is not JSON says what was found."""
    client = echo(framework)
    client.app.debug = True
    response = client.post("/", "{", content_type="application/json", status=400)
    assert "Expecting" in response.text


@pytest.mark.needs("a deep stack")
@pytest.mark.differs("Flask lets RecursionError through, and answers 500")
@pytest.mark.small_print
def test_json_that_is_too_deep(framework):
    """JSON that is nested deeper than Python can read is answered with 400."""
    body = b"[" * 100_000 + b"]" * 100_000
    echo(framework).post("/", body, content_type="application/json", status=400)


@pytest.mark.differs("Flask lets UnicodeDecodeError through, and answers 500")
@pytest.mark.small_print
def test_a_query_that_is_not_text(framework):
    """A query string with raw bytes that are not UTF-8 is answered with 400."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "index", lambda: framework.request.args.to_dict())
    request = TestRequest.blank("/")
    request.environ["QUERY_STRING"] = "q=\xff"
    TestApp(app).do_request(request, status=400)


@pytest.mark.differs("Flask sends Content-Type with 204, which WSGI does not allow")
@pytest.mark.small_print
def test_an_answer_without_content_has_no_type(framework):
    """With status 204 no `Content-Type` is sent."""
    response = returned(framework, ("", 204))
    assert "Content-Type" not in response.headers


def test_json_can_be_forced_and_silent(framework):
    """With `force` any type will do, and with `silent` what does not parse is None."""
    client = echo(framework)
    response = client.post("/lenient", "[1]", content_type="text/plain")
    assert response.json_body == [1]
    response = client.post("/lenient", "[1", content_type="text/plain")
    assert response.json_body is None


def test_jsonify(framework):
    """`jsonify` takes one value, or names as a dictionary."""
    app = framework.Flask(__name__)
    jsonify = framework.jsonify
    views = [
        lambda: jsonify(1),
        lambda: jsonify(a=1, b=2),
        lambda: jsonify({"a": 1}),
    ]
    for number, view in enumerate(views):
        app.add_url_rule(f"/{number}", str(number), view)
    client = TestApp(app)
    bodies = [client.get(f"/{number}").json_body for number in range(3)]
    assert bodies == [1, {"a": 1, "b": 2}, {"a": 1}]


@pytest.mark.small_print
def test_make_response_of_nothing(framework):
    """`make_response` without arguments gives an empty response."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "empty", lambda: framework.make_response())
    assert TestApp(app).get("/").body == b""


@pytest.mark.small_print
def test_jsonify_of_several_values(framework):
    """`jsonify` takes several values as a list, none as null, and never both kinds."""
    app = framework.Flask(__name__)
    app.testing = True
    jsonify = framework.jsonify
    app.add_url_rule("/0", "none", lambda: jsonify())
    app.add_url_rule("/1", "two", lambda: jsonify(1, 2))
    app.add_url_rule("/both", "both", lambda: jsonify(1, a=2))
    client = TestApp(app)
    assert [client.get(f"/{number}").json_body for number in (0, 1)] == [None, [1, 2]]
    with pytest.raises(TypeError, match="args or kwargs"):
        client.get("/both")


@dataclasses.dataclass
class Point:
    x: int
    y: int


class Html:
    def __html__(self):
        return "<b>"


@pytest.mark.small_print
def test_json_knows_more_types(framework):
    """Dates, UUIDs, decimals, dataclasses and `__html__` can be written."""
    number = uuid.UUID(int=5)
    moment = datetime.datetime(2026, 11, 21, 12, 30, tzinfo=datetime.UTC)
    value = {
        "date": datetime.date(2026, 11, 21),
        "datetime": moment,
        "decimal": decimal.Decimal("1.10"),
        "html": Html(),
        "point": Point(1, 2),
        "uuid": number,
    }
    assert returned(framework, value).json_body == {
        "date": "Sat, 21 Nov 2026 00:00:00 GMT",
        "datetime": "Sat, 21 Nov 2026 12:30:00 GMT",
        "decimal": "1.10",
        "html": "<b>",
        "point": {"x": 1, "y": 2},
        "uuid": str(number),
    }
    with pytest.raises(TypeError, match="Object of type object is not JSON"):
        answering(framework, [object()]).get("/0")


@pytest.mark.small_print
def test_how_json_is_written_can_be_changed(framework):
    """The provider's attributes, and the provider itself, can be exchanged."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "index", lambda: {"b": "é", "a": 1})
    client = TestApp(app)
    app.json.sort_keys = False
    app.json.ensure_ascii = False
    assert client.get("/").text == '{"b":"é","a":1}\n'
    app.json.compact = False
    assert client.get("/").text == '{\n  "b": "é",\n  "a": 1\n}\n'
    app.json.compact = None
    app.debug = True
    assert "\n  " in client.get("/").text

    class Loud(type(app.json)):
        def dumps(self, obj, **kwargs):
            return super().dumps(obj, **kwargs).upper()

    class LoudFlask(framework.Flask):
        json_provider_class = Loud

    app = LoudFlask(__name__)
    app.add_url_rule("/", "index", lambda: {"a": 1})
    assert TestApp(app).get("/").text == '{"A":1}\n'


@pytest.mark.small_print
def test_the_json_functions_follow_the_application(framework):
    """`json.dumps` and its siblings use the current application's provider."""
    app = framework.Flask(__name__)
    app.json.sort_keys = False
    number = uuid.UUID(int=5)

    @app.route("/")
    def view():
        file = io.StringIO()
        framework.json.dump({"b": 1, "a": 2}, file)
        loaded = framework.json.load(io.StringIO("[1]"))
        assert framework.json.loads(b"[1]") == loaded == [1]
        return file.getvalue() + framework.json.dumps(number)

    assert TestApp(app).get("/").text == f'{{"b": 1, "a": 2}}"{number}"'


def test_abort(framework):
    """`abort` ends a view with a status, or with a response."""
    app = framework.Flask(__name__)

    @app.route("/<int:code>")
    def view(code):
        framework.abort(code, "Because.")

    @app.route("/response")
    def response():
        framework.abort(framework.Response("mine", 418))

    client = TestApp(app)
    for code in (400, 403, 404, 410, 503):
        assert "Because." in client.get(f"/{code}", status=code).text
    assert client.get("/response", status=418).text == "mine"


def test_redirect(framework):
    """`redirect` leads to a URL, with 302 unless told otherwise."""
    app = framework.Flask(__name__)
    app.add_url_rule("/a", "a", lambda: framework.redirect("/é?x=y"))
    app.add_url_rule("/b", "b", lambda: framework.redirect("//host/c", code=303))
    client = TestApp(app)
    assert client.get("/a", status=302).headers["Location"] == "/%C3%A9?x=y"
    assert client.get("/b", status=303).headers["Location"] == "//host/c"


def test_make_response(framework):
    """`make_response` gives the response that a return value would make."""
    app = framework.Flask(__name__)

    @app.route("/")
    def view():
        assert framework.make_response("a", 202).status_code == 202
        response = framework.make_response({"a": 1})
        response.headers["X-A"] = "b"
        response.set_cookie("c", "d")
        return response

    response = TestApp(app).get("/")
    assert response.json_body == {"a": 1}
    assert response.headers["X-A"] == "b"
    assert "c=d" in response.headers["Set-Cookie"]


def test_request_and_response_can_be_exchanged(framework):
    """A subclass of `Flask` can say what a request and a response are."""

    class Request(framework.Request):
        @property
        def shouted(self):
            return self.path.upper()

    class Response(framework.Response):
        default_mimetype = "text/plain"

    class Flask(framework.Flask):
        request_class = Request
        response_class = Response

    app = Flask(__name__)
    app.add_url_rule("/tea", "tea", lambda: framework.request.shouted)
    app.add_url_rule("/base", "base", lambda: BaseResponse("base"))
    client = TestApp(app)
    response = client.get("/tea")
    assert response.text == "/TEA"
    assert response.content_type == "text/plain"
    assert client.get("/base").text == "base"


def limited(framework, **settings):
    app = framework.Flask(__name__)
    app.config.update(settings)

    @app.post("/")
    def view():
        return {name: len(text) for name, text in framework.request.form.items()}

    @app.post("/more")
    def more():
        framework.request.max_content_length = 1000
        return {name: len(text) for name, text in framework.request.form.items()}

    return TestApp(app)


def test_how_large_a_body_may_be(framework):
    """A body over `MAX_CONTENT_LENGTH` is answered with 413, and not read."""
    client = limited(framework, MAX_CONTENT_LENGTH=20)
    assert client.post("/", {"a": "x" * 18}).json_body == {"a": 18}
    client.post("/", {"a": "x" * 19}, status=413)
    assert client.post("/more", {"a": "x" * 19}).json_body == {"a": 19}


@pytest.mark.small_print
def test_how_large_a_field_may_be(framework):
    """A field beside files over `MAX_FORM_MEMORY_SIZE` is answered with 413."""
    client = limited(framework, MAX_FORM_MEMORY_SIZE=1000)
    file = [("f", "f.txt", b"")]
    response = client.post("/", {"a": "x" * 10}, upload_files=file)
    assert response.json_body == {"a": 10}
    client.post("/", {"a": "x" * 1001}, upload_files=file, status=413)


@pytest.mark.small_print
def test_how_many_fields_a_form_may_have(framework):
    """A form with more than `MAX_FORM_PARTS` parts is answered with 413."""
    client = limited(framework, MAX_FORM_PARTS=2)
    file = [("f", "f.txt", b"")]
    assert client.post("/", {"a": "b"}, upload_files=file).json_body == {"a": 1}
    client.post("/", {"a": "b", "c": "d"}, upload_files=file, status=413)


def test_limits_outside_of_an_application(framework):
    """A request that no application has can be read all the same."""
    body = io.BytesIO(b"a=b")
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_LENGTH": "3",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "wsgi.input": body,
    }
    assert framework.Request(environ).form["a"] == "b"


def test_json_is_valid_for_any_reader(framework):
    """What is written can be read by the standard library."""
    value = {"quote": '"', "line": "\u2028", "smile": "😀", "deep": [[[{}]]]}
    assert json.loads(returned(framework, value).body) == value


CHUNKED = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
FORM = "application/x-www-form-urlencoded"
PARTS = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\ntea\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("read", "body", "kind"),
    [
        ("request.get_json()", b'{"a": 1000}', "application/json"),
        ("request.data.decode()", b"1000 euros", "text/plain"),
        ("request.get_data(as_text=True)", b"1000 euros", "text/plain"),
        ("request.form", b"a=1&b=2&c=3", FORM),
        ("request.values", b"a=1&b=2&c=3", FORM),
        ("request.form", PARTS, "multipart/form-data; boundary=x"),
        ("request.files", PARTS, "multipart/form-data; boundary=x"),
        ("request.stream.read().decode()", b"1000 euros", "text/plain"),
        ("[str(line) for line in request.stream]", b"one\ntwo\nthree", "text/plain"),
        (
            "[request.stream.read(4).decode() for _ in range(9)]",
            b"a" * 12,
            "text/plain",
        ),
    ],
)
@pytest.mark.differs("Flask cuts such a body off at the limit and answers 200")
@pytest.mark.small_print
def test_a_body_without_a_length_is_limited(framework, read, body, kind):
    """A body in chunks may be as long as the limit. One byte more is refused."""
    app = framework.Flask(__name__)

    @app.post("/")
    def view():
        return {"read": eval(read, {"request": framework.request})}

    for limit, status in ((len(body), 200), (len(body) - 1, 413), (None, 200)):
        app.config["MAX_CONTENT_LENGTH"] = limit
        environ = {**CHUNKED, "wsgi.input": io.BytesIO(body)}
        response = Client(app).post("/", content_type=kind, environ_overrides=environ)
        assert response.status_code == status


def test_a_limit_for_one_request(framework):
    """A view that assigns a limit has it for a body without a length as well."""
    app = framework.Flask(__name__)

    @app.post("/")
    def view():
        framework.request.max_content_length = 5
        return framework.request.get_data()

    environ = {**CHUNKED, "wsgi.input": io.BytesIO(b"three")}
    assert Client(app).post("/", environ_overrides=environ).text == "three"


@pytest.mark.differs("Flask answers 500")
@pytest.mark.small_print
def test_keys_of_several_types(framework):
    """A dictionary whose keys have no order is sent in the order that it has."""
    for value in ({1: 2, "b": 3}, {None: 1, "x": 2}, [{"b": {"z": 1, 2: 3}}]):
        text = returned(framework, value).text
        assert json.loads(text) == json.loads(json.dumps(value))
    assert returned(framework, {"b": 1, "a": 2}).text == '{"a":2,"b":1}\n'


def test_what_json_cannot_say_is_one_error(framework):
    """A value that JSON has no word for raises `TypeError`, and not after another."""
    with pytest.raises(TypeError, match="not JSON serializable") as raised:
        answering(framework, {"a": object()}).get("/0")
    assert raised.value.__context__ is None


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("args", {"QUERY_STRING": "\xff=1"}),
        ("full_path", {"QUERY_STRING": "\xff=1"}),
        ("values", {"QUERY_STRING": "\xff=1"}),
        ("authorization", {"HTTP_AUTHORIZATION": "Basic \xff"}),
    ],
)
@pytest.mark.differs("Flask answers 500")
@pytest.mark.small_print
def test_what_a_client_sends_is_its_own_fault(framework, name, changes):
    """Input that cannot be read is answered with 400."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "view", lambda: str(getattr(framework.request, name)))
    assert Client(app).get("/").status_code == 200
    assert Client(app).get("/", environ_overrides=changes).status_code == 400


@pytest.mark.small_print
def test_an_application_has_errors_and_redirects_of_its_own(framework):
    """`abort` and `redirect` ask the current application."""

    class Payment(HTTPException):
        code = 402

    class Errors(Aborter):
        def __init__(self):
            super().__init__(extra={402: Payment})

    class Shop(framework.Flask):
        aborter_class = Errors

        def redirect(self, location, code=302):
            return super().redirect(f"/shop{location}", code)

    app = Shop(__name__)
    app.add_url_rule("/pay", "pay", lambda: framework.abort(402))
    app.add_url_rule("/old", "old", lambda: framework.redirect("/new"))
    app.add_url_rule("/see", "see", lambda: framework.redirect("/new", code=303))
    client = TestApp(app)
    assert client.get("/pay", status=402).status_code == 402
    assert client.get("/old", status=302).headers["Location"] == "/shop/new"
    assert client.get("/see", status=303).headers["Location"] == "/shop/new"
    assert app.redirect("/").__class__ is framework.Response
    assert app.aborter.mapping[402] is Payment


def test_errors_and_redirects_without_an_application(framework):
    """Outside of an application `abort` and `redirect` are Werkzeug's."""
    with pytest.raises(HTTPException) as raised:
        framework.abort(404)
    assert raised.value.code == 404
    assert framework.redirect("/", 307).status_code == 307
    assert framework.redirect("/", Response=framework.Response).location == "/"
    with pytest.raises(LookupError):
        framework.abort(299)


def test_a_response_of_your_own_is_asked_for_no_more_than_by_flask(framework):
    """A response class needs to take a status and headers, by name."""

    class Plain(framework.Response):
        def __init__(self, response=None, *, status=None, headers=None, **others):
            assert not set(others) - {"mimetype"}
            super().__init__(response, status, headers, **others)

    app = framework.Flask(__name__)
    app.response_class = Plain
    app.add_url_rule("/", "index", lambda: ("tea", 201, {"X-Pot": "blue"}))
    app.add_url_rule("/plain", "plain", lambda: "tea")
    client = TestApp(app)
    assert client.get("/").headers["X-Pot"] == "blue"
    assert client.get("/plain").content_type == "text/html"
    assert set(client.options("/").allow) == {"GET", "HEAD", "OPTIONS"}
    assert client.get("/nothing", status=404).content_type == "text/html"


def test_an_error_that_answers_in_its_own_way(framework):
    """An HTTP error with a response, or called in its own way, is answered by that."""

    class Own(HTTPException):
        code = 418

        def __call__(self, environ, start_response):
            return BaseResponse("in its own way", 409)(environ, start_response)

    own = BaseResponse("a response", 410)
    app = framework.Flask(__name__)
    app.add_url_rule("/own", "own", lambda: Own())
    app.add_url_rule("/response", "response", lambda: framework.abort(own))
    client = TestApp(app)
    assert client.get("/own", status=409).text == "in its own way"
    assert client.get("/response", status=410).text == "a response"
    assert type(own) is BaseResponse


@pytest.mark.parametrize("value", ["tea", {"tea": 3}])
def test_an_application_that_answered_is_released(framework, value):
    """Nothing but its users keeps an application, whatever it has answered."""
    app = framework.Flask(__name__)
    app.add_url_rule("/", "index", lambda: value)
    assert Client(app).get("/").status_code == 200
    last = weakref.ref(app)
    gc.disable()
    try:
        del app
        assert last() is None
    finally:
        gc.enable()
