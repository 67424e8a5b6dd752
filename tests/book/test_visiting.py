"""A visitor of a program: what it is sent, and what its frame shows."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_output
from werkzeug.wrappers import Request, Response

from tinyflask import Flask, redirect, request, session
from workshop import visit
from workshop.live.inlining import inlined
from workshop.live.visiting import MOST, LeadsOut, Upload
from workshop.notebooks.notebook import tidied

DOT = b"\x89PNG, or almost"
PAGE = """<!doctype html><html lang=en><head><title> Tea &amp;
 biscuits</title><link rel="stylesheet" href="static/tea.css" media="screen">
<link rel=icon href=/icon.png><meta http-equiv=refresh content=0><script src=/x.js>
</script><script>document.write("<b>")</script></head><body onload="x()">
<img src="dot.png?a=1&amp;b=2" srcset="big.png 2x" alt="A dot"><br/>
<img src="https://example.org/far.png"><img src=missing.png><img src=data:,x>
<video src=/film poster=/p.png></video><noscript>Read this</noscript>
<p>1 &lt; 2 &amp; &copy; AT&T</p></body></html>"""


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    app.secret_key = "not a secret"

    @app.route("/")
    def index() -> str:
        return PAGE

    @app.route("/static/tea.css")
    def style() -> Response:
        return Response("p > b { color: teal } /* </style> */", mimetype="text/css")

    @app.route("/dot.png")
    def dot() -> Response:
        assert request.args["b"] == "2"
        return Response(DOT, mimetype="image/png")

    @app.route("/a/link")
    def link() -> str:
        return f"{request.full_path} from {request.headers['Referer']}"

    @app.route("/send", methods=["GET", "POST"])
    def send() -> str:
        files = [
            f"{name}: {file.filename!r} {file.mimetype} {file.read()!r}"
            for name, file in request.files.items(multi=True)
        ]
        pairs = list(request.form.items(multi=True))
        return f"{request.method} {request.mimetype} {pairs} {', '.join(files)}"

    @app.route("/enter", methods=["POST"])
    def enter() -> Response:
        session["name"] = request.form["name"]
        return redirect("/me")

    @app.route("/me")
    def me() -> str:
        return session.get("name", "nobody")

    @app.route("/again", methods=["GET", "POST"])
    def again() -> Response:
        return redirect("/send", 307)

    @app.route("/round/<int:number>")
    def around(number: int) -> Response:
        return redirect(f"/round/{number + 1}")

    @app.route("/away")
    def away() -> Response:
        return redirect("https://example.org/")

    return app


def test_it_prints_as_what_was_asked_and_what_came(app: Flask) -> None:
    assert repr(visit(app)) == "GET / 200 OK\nTea & biscuits"
    assert repr(visit(app, "/me")) == "GET /me 200 OK"
    assert repr(visit(app, "/no")) == "GET /no 404 NOT FOUND\n404 Not Found"


def test_a_page_has_in_it_what_it_loads(app: Flask) -> None:
    html = visit(app).shown.html
    assert (
        '<style media="screen">p > b { color: teal } /* <\\/style> */</style>' in html
    )
    image = f"data:image/png;base64,{b64encode(DOT).decode()}"
    assert f'<img alt="A dot" src="{image}">' in html
    assert html.count('<img src="data:,">') == 2
    assert '<img src="data:,x">' in html
    assert "<br/>" in html
    assert "<p>1 &lt; 2 &amp; © AT&amp;T</p>" in html


def test_a_page_loads_nothing_else_and_has_no_scripts(app: Flask) -> None:
    html = visit(app).shown.html
    for gone in ("script", "document", "icon", "refresh", "big", "example", "film"):
        assert gone not in html
    assert "<video></video>" in html
    assert "Read this" in html


@settings(max_examples=500)
@given(st.text(st.sampled_from("<>&;/ab'\"=- \n![]?"), max_size=60))
def test_any_text_can_be_a_page(text: str) -> None:
    """And what was made of it once is not made into something else again."""
    title, html = inlined(f"<title>{text}", lambda address: None)
    assert "\n" not in title
    assert inlined(html, lambda address: None) == (title, html)


def test_a_link_is_followed_from_where_one_is(app: Flask) -> None:
    visitor = visit(app, "/a/other")
    assert visitor.open("link?x=1").html == "/a/link?x=1 from http://localhost/a/other"
    assert visitor.shown.address == "/a/link?x=1"
    assert visitor.open("http://localhost/me#top").address == "/me#top"
    assert visitor.open("").address == "/me#top"


def test_a_form_is_sent(app: Flask) -> None:
    visitor = visit(app)
    sent = visitor.open("/send", [("a", "ö+1 2"), ("b", "x"), ("b", "y")])
    pairs = [("a", "ö+1 2"), ("b", "x"), ("b", "y")]
    kind = "application/x-www-form-urlencoded"
    assert sent.html == f"POST {kind} {pairs} "
    assert repr(visitor) == "POST /send 200 OK"
    assert visitor.open("/send", []).method == "POST"


def test_files_are_sent(app: Flask) -> None:
    fields = [
        ("text", "a\r\nb"),
        ("file", Upload("tea.txt", "text/plain", b"\x00tea")),
        ("file", Upload("", "application/octet-stream", b"")),
    ]
    sent = visit(app).open("/send", fields, multipart=True).html
    assert "POST multipart/form-data [('text', 'a\\r\\nb')]" in sent
    assert "file: 'tea.txt' text/plain b'\\x00tea'," in sent
    assert "file: '' application/octet-stream b''" in sent


def test_a_visitor_keeps_cookies_and_has_none_of_anothers(app: Flask) -> None:
    visitor = visit(app)
    shown = visitor.open("/enter", [("name", "ann")])
    assert (shown.method, shown.address, shown.html) == ("GET", "/me", "ann")
    assert visitor.open("/me").html == "ann"
    assert visit(app, "/me").shown.html == "nobody"


def test_a_form_is_sent_on_where_the_redirect_says_so(app: Flask) -> None:
    shown = visit(app).open("/again", [("a", "1")])
    assert (shown.method, shown.address) == ("POST", "/send")
    assert "[('a', '1')]" in shown.html


def test_a_redirect_keeps_the_place_in_the_page(app: Flask) -> None:
    app.add_url_rule("/old", "old", lambda: redirect("/me"))
    app.add_url_rule("/new", "new", lambda: redirect("/me#there"))
    assert visit(app, "/old#here").shown.address == "/me#here"
    assert visit(app, "/new#here").shown.address == "/me#there"


def test_redirects_come_to_an_end(app: Flask) -> None:
    shown = visit(app, "/round/1").shown
    assert shown.status == "302 FOUND"
    assert shown.title == f"It redirects more than {MOST} times."
    assert shown.title in shown.html


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "//example.org",
        "mailto:ann@example.org",
        "/away",
        "http://[",
    ],
)
def test_nothing_leads_out(app: Flask, url: str) -> None:
    visitor = visit(app, "/me")
    with pytest.raises(LeadsOut, match=r"^This leads out of the program: \w+:"):
        visitor.open(url)
    assert visitor.shown.address == "/me"


def test_an_exception_is_shown_and_not_raised(app: Flask) -> None:
    def broken(environ, start_response):
        if environ["PATH_INFO"] == "/exit":
            raise SystemExit(3)
        return {}["<tea>"]

    visitor = visit(broken)
    said = "GET / 500 INTERNAL SERVER ERROR\nKeyError: '<tea>'"
    assert repr(visitor) == said
    assert "KeyError: &#x27;&lt;tea&gt;&#x27;" in visitor.shown.html
    assert visitor.open("/exit").title == "SystemExit: 3"


def test_an_image_that_fails_is_not_shown() -> None:
    def app(environ, start_response):
        request = Request(environ)
        if request.path == "/x.png":
            raise RuntimeError
        page = Response(
            "<img src=x.png><link rel=stylesheet href=/>", mimetype="text/html"
        )
        return page(environ, start_response)

    assert visit(app).shown.html == '<img src="data:,">'


@pytest.mark.parametrize(
    ("body", "mimetype", "shown"),
    [
        ("<b>", "text/plain", "&lt;b&gt;</pre>"),
        ('{"a": 1}', "application/json", "{&quot;a&quot;: 1}</pre>"),
        (DOT, "image/png", f'src="data:image/png;base64,{b64encode(DOT).decode()}"'),
        (b"\xff\xfe", "application/zip", "(2 bytes that are not text)</pre>"),
        ("", None, "></pre>"),
    ],
)
def test_what_is_no_page_is_shown_as_what_it_is(
    body: str | bytes, mimetype: str | None, shown: str
) -> None:
    response = Response(body, mimetype=mimetype)
    if mimetype is None:
        del response.headers["Content-Type"]
    assert shown in visit(response).shown.html


def test_in_a_notebook_the_page_can_do_nothing(app: Flask) -> None:
    html = visit(app)._repr_html_()
    assert "<b>GET / 200 OK</b>" in html
    assert "<iframe sandbox srcdoc=" in html
    assert "default-src &#x27;none&#x27;" in html
    assert "<code>tinyflask run</code>" in html


def test_in_a_saved_notebook_only_the_text_stands(app: Flask) -> None:
    """Times and keys may be in the page itself."""
    visitor = visit(app)
    both = {"text/plain": repr(visitor), "text/html": visitor._repr_html_()}
    (output,) = tidied([new_output("execute_result", both)])
    assert output.data == {"text/plain": repr(visitor)}
