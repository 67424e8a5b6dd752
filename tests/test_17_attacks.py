"""What a stranger may try on the forum of chapter 17, by name."""

from copy import copy
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
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

import tinybb
from tinybb.writing import as_html

SCRIPT = "<script>alert(1)</script>"
# What may come out of a post, and where its links may lead.
TAGS = {"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
SCHEMES = {"", "http", "https", "mailto"}


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
        href = attributes.get("href", "")
        assert href.partition(":")[0].lower() in SCHEMES or ":" not in href, html


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
