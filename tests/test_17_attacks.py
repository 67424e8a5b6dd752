"""What a stranger may try on the forum of chapter 17, by name."""

import re
import sqlite3
import time
from copy import copy
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from test_17_a_forum import (
    PASSWORD,
    PNG,
    Forum,
    form_in,
    log_in,
    reply,
    token_of,
)
from webtest import TestApp, Upload

from tinybb.writing import as_html

SCRIPT = "<script>alert(1)</script>"
# What may come out of a post, and where its links may lead.
TAGS = {"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
SCHEMES = {"http", "https", "mailto"}


class Elements(HTMLParser):
    """The elements of a text, with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def refuse_what_runs(html):
    for tag, attributes in Elements(html).found:
        assert tag in TAGS, html
        assert attributes.keys() <= {"href", "rel", "title", "class", "start"}, html
        if tag == "a":
            assert attributes["rel"] == "nofollow ugc", html
        scheme = re.match(r"[^/?#:]*(?=:)", attributes.get("href", ""))
        assert not scheme or scheme[0].lower() in SCHEMES, html


PIECES = [
    "<",
    ">",
    "script",
    "](",
    "[a](",
    "javascript:",
    ":",
    '"',
    "'",
    "`",
    "*",
    "\n",
]
PIECES += ["&#106;", "&colon;", "\\", "data:text/html,", " onclick=x", "![", "> ", "- "]
PIECES += [
    "<a href=",
    "<https://",
    "\t",
    "\x00",
    "vbscript:",
    "java\nscript:",
    "é",
    "```",
    ")",
    "[x](",
    "x",
    "ms-msdt:/id",
    "//evil.example",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_whatever_is_written_runs_nothing(text):
    """Of Markdown that is as strange as it likes, nothing comes but plain elements."""
    refuse_what_runs(as_html(text))


@pytest.mark.parametrize(
    "text",
    [
        SCRIPT,
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        "<ms-msdt:/id>",
        "[x](search-ms:query)",
        "[x](data:image/gif;base64,R0lGOD)",
        "![x](https://tea.example/spy.png)",
        '[x](https://tea.example "\\" onclick=alert(1)")',
    ],
)
def test_a_script_in_a_post(text):
    """It is shown, or is a link to nowhere. It is not run."""
    forum = Forum()
    reply(forum.visitor("bob"), text)
    page = forum.visitor().get("/t/1")
    refuse_what_runs(page.html.find_all(class_="text")[-1].decode_contents())
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_script_everywhere_else():
    """Titles, words to search for, reasons and messages are text as well."""
    forum = Forum()
    mia = forum.visitor("mia")
    form = form_in(mia.get("/b/tea/new"))
    form["title"] = form["text"] = SCRIPT
    form.submit()
    form = form_in(mia.get("/t/3/moderate"), "/lock")
    form["reason"] = SCRIPT
    pages = [form.submit().follow(), mia.get("/log"), mia.get("/feed.atom")]
    urls = ["/t/3", "/b/tea/", f"/search?q={quote(SCRIPT)}", f"/{quote(SCRIPT)}"]
    pages += [mia.get(url, expect_errors=True) for url in urls]
    for page in pages:
        assert SCRIPT not in page.text
        assert "alert(1)" in page.text or page.status_code == 404


def routes_that_change():
    """All addresses of the forum that take a POST, but for those for programs."""
    app = Forum().app
    values = {"number": 1, "slug": "tea", "name": "bob", "token": "x"}
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and not rule.endpoint.startswith("api."):
            adapter = app.url_map.bind("localhost")
            yield adapter.build(
                rule.endpoint, {name: values[name] for name in rule.arguments}
            )


@pytest.mark.parametrize("url", [*routes_that_change()])
def test_a_forged_form(url):
    """A form of another site, or of another session, is refused."""
    forum = Forum()
    ann, stranger = forum.visitor("ann"), forum.visitor()
    values = {"reason": "forged", "text": "forged", "form": "1", "name": "x"}
    for token in ({}, {"token": ""}, {"token": token_of(stranger)}, {"token": "é"}):
        assert "too old" in ann.post(url, values | token, status=400).text
    assert "forged" not in ann.get("/t/1").text
    assert "Nothing yet." in ann.get("/log").text


def test_the_first_token_is_not_nothing():
    """A session that never had a form has no token, and an empty one is not it."""
    Forum().visitor().post("/register", {"token": ""}, status=400)


def test_another_s_post():
    """Its number is no secret, and it is not enough."""
    forum = Forum()
    mia = forum.visitor("mia")
    mia.get("/p/1/edit", status=403)
    values = {"token": token_of(mia), "text": "mine now"}
    mia.post("/p/1/edit", values, status=403)
    assert "mine now" not in mia.get("/t/1").text


def test_a_planted_session():
    """A cookie that an attacker has planted is not the one that is logged in."""
    forum = Forum()
    attacker, victim = forum.visitor(), forum.visitor()
    planted = token_of(attacker)
    for cookie in attacker.cookiejar:
        victim.cookiejar.set_cookie(copy(cookie))
    assert log_in(victim, "bob", PASSWORD).status_code == 302
    victim.get("/account", status=200)
    attacker.get("/account", status=302)
    assert token_of(victim) != planted


def test_a_session_of_one_s_own():
    """A cookie that was not signed here is nobody's."""
    forum, other = Forum(), Forum(SECRET_KEY="another")
    client = forum.visitor()
    client.set_cookie("session", other.visitor("ann").cookies["session"])
    client.get("/account", status=302)


def test_a_cookie_cannot_be_read_by_scripts():
    """Nor is it sent with the forms of other sites."""
    cookie = log_in(Forum().visitor(), "bob", PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_path_as_a_files_name(tmp_path, monkeypatch):
    """The name of an upload is not looked at, and no file is written."""
    monkeypatch.chdir(tmp_path)
    bob = Forum().visitor("bob")
    for name in ("../../evil.png", "/etc/evil.png", "..\\evil.png", "a\x00b.png"):
        form = form_in(bob.get("/account"), "/picture")
        form["picture"] = Upload(name, PNG, "image/png")
        form.submit()
        assert bob.get("/u/bob/picture").body == PNG
    assert list(Path(tmp_path).rglob("*")) == []


def test_a_picture_that_is_a_page_as_well():
    """It begins like a picture, so it is one, and nothing in it runs."""
    bob = Forum().visitor("bob")
    form = form_in(bob.get("/account"), "/picture")
    form["picture"] = Upload("me.gif", b"GIF89a/*" + SCRIPT.encode(), "text/html")
    form.submit()
    answer = bob.get("/u/bob/picture")
    assert answer.content_type == "image/gif"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


READER = Forum().visitor()


@given(
    st.text()
    | st.lists(st.sampled_from(['"', "NEAR(", "*", "text:", "^", "AND", "-"])).map(
        " ".join
    )
)
def test_a_search_is_words(text):
    """Whatever somebody looks for, it is no program for the database."""
    READER.get(f"/search?q={quote(text, safe='', errors='replace')}", status=200)


@pytest.mark.parametrize(
    "name", ["' OR 1=1 --", 'bob" --', "bob'; DROP TABLE posts; --"]
)
def test_a_name_is_no_sql(name):
    forum = Forum()
    log_in(forum.visitor(), name, PASSWORD, status=422)
    forum.visitor().get(f"/u/{quote(name, safe='')}", status=404)
    forum.visitor().get("/t/1", status=200)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:1",
        "\\",
        "/\t/evil.example",
        "/\n/evil.example",
        "/t/1\r\nX-Header: 1",
    ],
)
def test_a_login_that_leads_elsewhere(target):
    """It leads to pages of the forum, or to the first one."""
    form = form_in(Forum().visitor().get(f"/login?back={quote(target, safe='')}"))
    form["name"], form["password"] = "bob", PASSWORD
    assert form.submit().location == "/"


def test_a_query_stays_a_query():
    """Links to other pages of a list take it along, whatever is in it."""
    client = Forum(PER_PAGE=1).visitor()
    strange = "_scheme=javascript&_external=1&endpoint=x&number=9&_anchor=y"
    page = client.get(f"/t/1?{strange}", status=200)
    links = [a["href"] for a in page.html.find(class_="pages").find_all("a")]
    assert links == [f"?{strange}&page={number}" for number in (2, 3)]


def test_a_letter_for_somebody_else():
    """Who asks cannot say where its link leads."""
    forum = Forum(ADDRESS="https://forum.example")
    client = forum.visitor()
    client.extra_environ["HTTP_HOST"] = "evil.example"
    form = form_in(client.get("/forgotten"))
    form["email"] = "bob@tea.example"
    form.submit()
    ((_, _, text),) = forum.letters
    assert "https://forum.example/reset/" in text
    assert "evil" not in text


def test_guessing_with_a_header():
    """An address that somebody made up is not looked at."""
    client = Forum().visitor()
    for number in range(5):
        client.extra_environ["HTTP_X_FORWARDED_FOR"] = f"10.0.0.{number}"
        log_in(client, "bob", "a guess", status=422)
    log_in(client, "bob", PASSWORD, status=429)


def test_many_letters_are_not_sent():
    """Who asks for one letter after the other is slowed down as well."""
    forum = Forum()
    form = form_in(forum.visitor().get("/forgotten"))
    form["email"] = "bob@tea.example"
    statuses = [form.submit(expect_errors=True).status_code for _ in range(7)]
    assert statuses == [302] * 5 + [429] * 2
    assert len(forum.letters) == 5


def test_a_role_that_one_gives_oneself():
    """What is not in a form is not taken from it."""
    client = Forum().visitor()
    form = {"name": "eve", "email": "eve@tea.example", "password": "12345678"}
    more = {"role": "administrator", "epoch": "9", "token": token_of(client)}
    client.post("/register", form | more, status=302)
    client.get("/account", status=200)
    client.get("/log", status=403)


def test_a_key_is_needed():
    """Without a secret key there is no forum, and it says why."""
    import tinybb

    app = tinybb.create_app({"DATABASE": "sqlite://"})
    assert "TINYBB_SECRET_KEY" in TestApp(app).get("/", status=503).text


def test_a_reset_after_the_ban():
    """A new password does not take a ban back."""
    forum = Forum()
    mia, bob = forum.visitor("mia"), forum.visitor("bob")
    form = form_in(mia.get("/u/bob/ban"), "/ban")
    form["reason"] = "Shouting."
    form.submit()
    form = form_in(bob.get("/forgotten"))
    form["email"] = "bob@tea.example"
    form.submit()
    url = urlsplit(forum.letters[0][2].splitlines()[-1]).path
    form = form_in(bob.get(url))
    form["password"] = "a better one"
    form.submit(status=302)
    bob.post("/t/1/reply", {"token": token_of(bob)}, status=403)


BREAKOUT = """"'></textarea></p><script>alert(1)</script>"""
FIELDS = [
    ("bob", "/register", None, "name"),
    ("bob", "/register", None, "email"),
    ("bob", "/login", None, "name"),
    ("bob", "/forgotten", None, "email"),
    ("bob", "/b/out/new", None, "title"),
    ("bob", "/b/out/new", None, "text"),
    ("bob", "/t/1", "/reply", "text"),
    ("bob", "/p/1/edit", None, "text"),
    ("mia", "/u/bob/ban", "/ban", "reason"),
    ("mia", "/t/1/moderate", "/lock", "reason"),
]


def test_a_way_out_of_every_field():
    """Whatever field it is typed into, it comes back as text, on every page."""
    forum = Forum()
    clients = {name: forum.visitor(name) for name in ("mia", "bob")}
    run = forum.app.test_cli_runner().invoke
    assert run(args=["board", "out", BREAKOUT, BREAKOUT]).exit_code == 0
    pages = []
    for who, url, action, name in FIELDS:
        form = form_in(clients[who].get(url), action)
        for field in {"name", "email", "password", "title", "text"} & {*form.fields}:
            form[field] = "x"
        form[name] = BREAKOUT
        answer = form.submit(expect_errors=True)
        pages.append(answer.follow() if answer.status_code == 302 else answer)
    urls = ["/", "/b/out/", "/t/1", "/t/3", "/u/bob", "/log", "/p/1/delete", "/no"]
    urls += [f"/search?q={quote(BREAKOUT)}", f"/search?q={quote('no ' + BREAKOUT)}"]
    pages += [clients["mia"].get(url, expect_errors=True) for url in urls]
    pages.append(clients["bob"].get("/b/tea/new", status=403))
    for page in pages:
        assert "<script" not in page.text, page.request.url


def test_a_head_request_changes_nothing():
    """It needs no token, so it must not do anything."""
    forum = Forum()
    mia = forum.visitor("mia")
    values = {"reason": "x", "text": "mine", "title": "x", "form": "1", "to": "banned"}
    for url in ("/p/2/delete", "/p/3/edit", "/b/tea/new", "/t/1/reply", "/u/bob/ban"):
        mia.request(url, method="HEAD", POST=values, expect_errors=True)
    page = mia.get("/t/1").text
    assert "mine" not in page
    assert "took this post away" not in page
    assert "2 topics" in mia.get("/").text
    forum.visitor("bob").get("/b/tea/new", status=200)


def test_nobody_is_logged_out_by_a_link():
    Forum().visitor("bob").get("/logout", status=405)


@pytest.mark.parametrize("strange", ["\x01", "\x0b", "\uffff", "\ud800", "\x00"])
def test_a_feed_stays_xml(strange):
    """Whatever is in a title or a text."""
    forum = Forum()
    bob = forum.visitor("bob")
    if strange != "\ud800":
        form = form_in(bob.get("/b/tea/new"))
        form["title"] = form["text"] = f"a{strange}b"
        form.submit()
    page = form_in(bob.get("/account"), "/token").submit()
    headers = {"Authorization": f"Bearer {page.html.find(class_='flash').code.text}"}
    sent = {"text": f"a{strange}b", "form": strange}
    bob.post_json("/api/topics/1/posts", sent, headers=headers, status=201)
    feed = forum.visitor().get("/feed.atom").xml
    assert feed.find("{*}entry/{*}content").text == "<p>ab</p>\n"


@pytest.mark.parametrize("url", ["/", "/t/1", "/nowhere", "/api/boards"])
def test_the_headers_of_every_page(url):
    """No script, nobody else's frame, no guessing of types, no address to others."""
    headers = Forum().visitor().get(url, expect_errors=True).headers
    assert headers["Content-Security-Policy"].split("; ") == [
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-cache"


def test_guessing_with_many_names():
    """Twenty names from one address are enough."""
    client = Forum().visitor()
    statuses = [
        log_in(client, f"name-{n}", "a guess", expect_errors=True).status_code
        for n in range(22)
    ]
    assert statuses == [422] * 20 + [429] * 2


def test_a_success_does_not_start_anew():
    """Who has an account of their own cannot guess at others' without end."""
    forum = Forum()
    for n in range(19):
        log_in(forum.visitor(), f"name-{n}", "a guess", status=422)
    forum.visitor("bob")
    log_in(forum.visitor(), "name-20", "a guess", status=422)
    log_in(forum.visitor(), "name-21", "a guess", status=429)


def test_a_quarter_of_an_hour_later():
    """What failed is forgotten."""
    forum = Forum()
    for _ in range(6):
        log_in(forum.visitor(), "bob", "a guess", expect_errors=True)
    later = time.time() + 15 * 60 + 1
    with patch("tinybb.throttling.time.time", lambda: later):
        log_in(forum.visitor(), "bob", PASSWORD, status=302)


def test_guessing_the_old_password():
    """Whoever sits down at a browser that is logged in is slowed down, too."""
    bob, statuses = Forum().visitor("bob"), []
    for _ in range(6):
        form = form_in(bob.get("/account"), "/account")
        form["old"], form["password"] = "a guess", "12345678"
        statuses.append(form.submit(expect_errors=True).status_code)
    assert statuses == [422] * 5 + [429]


def test_many_accounts_are_not_made():
    client, statuses = Forum().visitor(), []
    for number in range(12):
        form = form_in(client.get("/register"))
        form["name"], form["email"] = f"eve-{number}", "eve@tea.example"
        form["password"] = "12345678"
        statuses.append(form.submit(expect_errors=True).status_code)
    assert statuses == [302] * 10 + [429] * 2


def test_an_address_with_more_in_it():
    """What is sent to the mail has no line of a stranger's."""
    client = Forum().visitor()
    for email in ("a@b\r\nBcc: all@tea.example", "a@b c", "a@b@c"):
        values = {"name": "eve", "email": email, "password": "12345678"}
        client.post("/register", values | {"token": token_of(client)}, status=422)


def test_a_letter_that_is_not_sent():
    """Whether there was one to be sent is not to be seen."""

    def send(*letter):
        raise OSError("no mail today")

    forum, found = Forum(SEND=send), []
    forum.app.logger.disabled = True
    for email in ("bob@tea.example", "nobody@tea.example"):
        form = form_in(forum.visitor().get("/forgotten"))
        form["email"] = email
        found.append(form.submit().status_code)
    assert found == [302, 302]


def test_a_form_of_somebody_else():
    """The number of a form is one's own: nobody takes another's."""
    forum, found = Forum(), []
    for name in ("mia", "bob"):
        client = forum.visitor(name)
        values = {"text": f"by {name}", "form": "7", "token": token_of(client)}
        found.append(client.post("/t/1/reply", values).location)
    assert found[0] != found[1]


def test_a_post_of_nothing():
    """What a table refers to has to be there."""
    from tinybb.database import database
    from tinybb.models import Post

    app = Forum().app
    with app.app_context(), pytest.raises(IntegrityError):
        database.session.add(Post(topic_id=99, account_id=1, text="x", form="x"))
        database.session.commit()


def test_somebody_writes_for_too_long(tmp_path):
    """The answer is a page, with when to come again."""
    import tinybb

    place = tmp_path / "forum.db"
    with patch("tinybb.database.PATIENCE", 0):
        app = tinybb.create_app({"DATABASE": f"sqlite:///{place}", "SECRET_KEY": "x"})
    app.test_cli_runner().invoke(args=["migrate"])
    client = TestApp(app)
    values = {"name": "x", "password": "x", "token": token_of(client)}
    writing = sqlite3.connect(place)
    writing.execute("BEGIN IMMEDIATE")
    answer = client.post("/login", values, status=503)
    assert answer.headers["Retry-After"] == "60"
    assert "Many are writing" in answer.text
    assert "default-src" in answer.headers["Content-Security-Policy"]
    client.get("/", status=200)
    writing.close()
