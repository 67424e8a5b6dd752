"""Chapter 17: a forum. Every page of it, every refusal, and the commands."""

import re
import time
from unittest.mock import patch
from urllib.parse import urlsplit

from itsdangerous import TimestampSigner
from webtest import TestApp, Upload

PASSWORD = "tea for two"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


class Forum:
    """The forum of the command ``demo``: ann administers, mia moderates, bob writes."""

    def __init__(self, **settings):
        import tinybb

        self.letters = []
        self.app = tinybb.create_app(
            {
                "DATABASE": "sqlite://",
                "SECRET_KEY": "only for tests",
                "PASSWORD_METHOD": "pbkdf2:sha256:1",
                "SEND": lambda *letter: self.letters.append(letter),
                **settings,
            }
        )
        result = self.app.test_cli_runner().invoke(args=["demo"])
        assert result.exit_code == 0, result.output

    def visitor(self, name=None, password=PASSWORD):
        """A client, who has logged in if there is a name."""
        client = TestApp(self.app)
        if name:
            answer = log_in(client, name, password)
            assert answer.status_code == 302, answer.html.main.text
        return client


def form_in(page, action=None):
    """The form of a page that leads to this address, or to where the page is."""
    return next(
        form
        for form in page.forms.values()
        if form.method.lower() == "post"
        if (form.action.endswith(action) if action else not form.action)
    )


def log_in(client, name, password, **options):
    form = form_in(client.get("/login"))
    form["name"], form["password"] = name, password
    return form.submit(**options)


def reply(client, text, topic="/t/1"):
    form = form_in(client.get(topic), "/reply")
    form["text"] = text
    return form.submit()


def moderate(client, url, action, reason="It was time.", **values):
    form = form_in(client.get(url), action)
    form["reason"] = reason
    for name, value in values.items():
        form[name] = value
    return form.submit()


def posts(page):
    return [each.text.strip() for each in page.html.find_all(class_="text")]


def token_of(client):
    return form_in(client.get("/forgotten"))["token"].value


def test_the_first_page(framework):
    """It lists the boards, with the number of their topics."""
    page = Forum().visitor().get("/")
    rows = [row.text.split("\n")[1:] for row in page.html.find_all("li")]
    assert [row[0].strip() for row in rows] == ["Tea", "Elsewhere"]
    assert "2 topics" in page.html.li.text


def test_a_board_and_a_topic(framework):
    """A board leads to its topics, and a topic has its posts in order."""
    page = Forum().visitor().get("/b/tea/").click("How long for green tea")
    assert page.request.path == "/t/1"
    assert len(posts(page)) == 3
    assert posts(page)[0].startswith("Two minutes")
    assert page.html.find("code").text == "if water.boils():\n    wait(minutes=4)\n"


def test_a_new_topic_and_an_answer(framework):
    """What somebody writes can be read, and leads its board."""
    forum = Forum()
    bob = forum.visitor("bob")
    form = form_in(bob.get("/b/tea/").click("New topic"))
    form["title"], form["text"] = "Milk & more", "First, or *after*?"
    answer = form.submit()
    assert answer.location.startswith("/t/3?page=1#p")
    page = answer.follow()
    assert page.html.h1.text == "Milk & more"
    assert page.html.em.text == "after"
    assert reply(forum.visitor("mia"), "After.", "/t/3").status_code == 302
    assert posts(bob.get("/t/3")) == ["First, or after?", "After."]
    assert bob.get("/b/tea/").html.find("li").a.text == "Milk & more"


def test_an_answer_leads_to_its_page(framework):
    """Where a topic has many pages, a post is found on its own."""
    forum = Forum(PER_PAGE=2)
    bob = forum.visitor("bob")
    answers = [reply(bob, f"number {n}", "/t/1") for n in range(3)]
    assert [urlsplit(each.location).query for each in answers] == [
        "page=2",
        "page=3",
        "page=3",
    ]
    page = bob.get("/p/6").follow()
    assert page.request.query_string == "page=3"
    assert posts(page) == ["number 1", "number 2"]
    assert [a.text for a in page.html.find(class_="pages").find_all("a")] == ["1", "2"]


def test_pages_that_there_are_not(framework):
    """No such page, no such topic, no such person: 404."""
    client = Forum().visitor()
    for url in ("/t/1?page=2", "/t/1?page=0", "/t/1?page=-1", "/t/9", "/b/beer/"):
        client.get(url, status=404)
    huge = "9" * 30
    for url in (f"/t/{huge}", f"/p/{huge}", f"/t/1?page={huge}", f"/api/topics/{huge}"):
        client.get(url, status=404)
    for url in ("/p/99", "/u/nobody", "/u/ann/picture", "/reset/nonsense", "/t/x"):
        client.get(url, status=404)
    assert client.get("/t/1?page=x").status_code == 200


def test_quoting(framework):
    """An answer can begin with what it answers."""
    page = Forum().visitor("mia").get("/t/1/reply?quote=1")
    text = form_in(page, "/reply")["text"].value
    assert text.startswith("**bob** wrote:\n\n> Two minutes")


def test_a_form_that_was_sent_before(framework):
    """With the same text it is the same post, and with another text nothing is lost."""
    bob = Forum().visitor("bob")
    form = form_in(bob.get("/t/1"), "/reply")
    form["text"] = "First."
    places = [form.submit().location for _ in range(2)]
    assert places[0] == places[1]
    form["text"] = "Second."
    page = form.submit(status=422)
    again = form_in(page, "/reply")
    assert again["text"].value == "Second."
    assert again.submit().status_code == 302
    assert posts(bob.get("/t/1"))[3:] == ["First.", "Second."]


def test_one_s_own_post_can_be_changed(framework):
    """And the page says that it was."""
    forum = Forum()
    bob = forum.visitor("bob")
    form = form_in(bob.get("/p/1/edit"))
    assert form["text"].value.startswith("Two minutes")
    form["text"] = "Three."
    page = form.submit().follow()
    assert posts(page)[0] == "Three."
    assert "changed" in page.html.article.text
    found = bob.get("/search?q=three").html.find_all("article")
    assert len(found) == 1
    assert "Nothing has" in bob.get("/search?q=packet+three").text


def test_what_is_missing_is_said(framework):
    """A form that is not complete comes back with what was typed in."""
    bob = Forum().visitor("bob")
    form = form_in(bob.get("/b/tea/new"))
    form["title"], form["text"] = "x" * 101, "  "
    page = form.submit(status=422)
    problems = [each.text for each in page.html.find_all(class_="problem")]
    assert problems == ["1 to 100 letters.", "1 to 10,000 letters."]
    assert form_in(page)["title"].value == "x" * 101
    assert reply_status(bob, "x" * 10_001) == 422
    assert reply_status(bob, "x" * 10_000) == 302


def reply_status(client, text):
    form = form_in(client.get("/t/1"), "/reply")
    form["text"] = text
    return form.submit(expect_errors=True).status_code


def test_register(framework):
    """A new account is logged in at once, and its name is taken, in capitals too."""
    forum = Forum()
    client = forum.visitor()
    form = form_in(client.get("/register"))
    form["name"], form["email"], form["password"] = "Zoe", "zoe@tea.example", "12345678"
    page = form.submit().follow()
    assert page.html.find(class_="flash").text == "Welcome, Zoe."
    assert client.get("/account").html.h1.text == "Zoe"
    form = form_in(forum.visitor().get("/register"))
    form["name"], form["email"], form["password"] = "ZOE", "o@tea.example", "12345678"
    assert "Somebody has this name." in form.submit(status=422).text


def test_what_is_no_account(framework):
    """Names, addresses and passwords have their limits."""
    client = Forum().visitor()
    form = form_in(client.get("/register"))
    form["name"], form["email"], form["password"] = "../x", "no address", "short"
    page = form.submit(status=422)
    assert len(page.html.find_all(class_="problem")) == 3
    assert 'value="short"' not in page.text


def test_login_and_logout(framework):
    """The first leads back to where one was, the second to the first page."""
    client = Forum().visitor()
    page = client.get("/b/tea/new").follow()
    form = form_in(page)
    form["name"], form["password"] = "BOB", PASSWORD
    assert form.submit().location == "/b/tea/new"
    assert form_in(client.get("/"), "/logout").submit().location == "/"
    client.get("/account", status=302)


def test_a_wrong_password(framework):
    """It is not said which of the two is wrong."""
    client = Forum().visitor()
    for name in ("bob", "nobody"):
        page = log_in(client, name, "coffee for one", status=422)
        assert "do not belong together" in page.text


def test_guessing_is_slowed_down(framework):
    """After five failures even the right password has to wait."""
    forum = Forum()
    client = forum.visitor()
    for _ in range(5):
        log_in(client, "bob", "a guess", status=422)
    answer = log_in(client, "BOB", PASSWORD, status=429)
    assert int(answer.headers["Retry-After"]) == 15 * 60
    assert log_in(forum.visitor(), "mia", PASSWORD).status_code == 302


def test_a_new_password_by_a_letter(framework):
    """The link in it is good for once, and ends what was logged in before."""
    forum = Forum()
    before = forum.visitor("bob")
    client = forum.visitor()
    form = form_in(client.get("/forgotten"))
    form["email"] = "BOB@tea.example"
    form.submit().follow()
    ((address, _, text),) = forum.letters
    assert address == "bob@tea.example"
    url = urlsplit(re.search(r"http://\S+", text)[0]).path
    form = form_in(client.get(url))
    form["password"] = "a better one"
    form.submit()
    assert client.get("/account").html.h1.text == "bob"
    before.get("/account", status=302)
    client.get(url, status=404)
    log_in(forum.visitor(), "bob", PASSWORD, status=422)
    forum.visitor("bob", "a better one")


def test_nobody_learns_who_has_an_address(framework):
    """The answer is the same, and there is no letter."""
    forum = Forum()
    found = []
    for email in ("bob@tea.example", "nobody@tea.example"):
        client = forum.visitor()
        form = form_in(client.get("/forgotten"))
        form["email"] = email
        found.append(form.submit().follow().html.find(class_="flash").text)
    assert found[0] == found[1]
    assert len(forum.letters) == 1


def test_a_link_that_is_too_old(framework):
    """It is good for an hour."""
    import tinybb.accounts

    forum = Forum()
    form = form_in(forum.visitor().get("/forgotten"))
    form["email"] = "bob@tea.example"
    form.submit()
    url = urlsplit(re.search(r"http://\S+", forum.letters[0][2])[0]).path
    an_hour_later = int(time.time()) + tinybb.accounts.RESET_SECONDS + 2
    with patch.object(TimestampSigner, "get_timestamp", lambda self: an_hour_later):
        forum.visitor().get(url, status=404)
    forum.visitor().get(url, status=200)


def test_a_password_is_changed(framework):
    """One's own session goes on, and others of the same account end."""
    forum = Forum()
    here, there = forum.visitor("bob"), forum.visitor("bob")
    form = form_in(here.get("/account"), "/account")
    form["old"], form["password"] = "wrong", "a better one"
    assert "not the password that you have" in form.submit(status=422).text
    form = form_in(here.get("/account"), "/account")
    form["old"], form["password"] = PASSWORD, "a better one"
    form.submit()
    here.get("/account", status=200)
    there.get("/account", status=302)


def test_a_picture(framework):
    """It is known by what is in it, and is served as that and nothing else."""
    bob = Forum().visitor("bob")
    form = form_in(bob.get("/account"), "/picture")
    form["picture"] = Upload("me.html", PNG, "text/html")
    form.submit()
    answer = bob.get("/u/bob/picture")
    assert answer.body == PNG
    assert answer.content_type == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    again = bob.get("/u/bob/picture", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert bob.get("/t/1").html.img["src"] == "/u/bob/picture"


def test_what_is_no_picture(framework):
    """A page with a picture's name is refused, and so is what is too large."""
    bob = Forum().visitor("bob")
    large = ((PNG + bytes(100_000), 422), (PNG + bytes(600_000), 413))
    for data, status in ((b"<script>", 422), *large):
        form = form_in(bob.get("/account"), "/picture")
        form["picture"] = Upload("me.png", data, "image/png")
        form.submit(status=status)
    bob.get("/u/bob/picture", status=404)


def test_moderators_lock(framework):
    """Nobody but moderators can answer what is locked, or change a post in there."""
    forum = Forum()
    mia, bob = forum.visitor("mia"), forum.visitor("bob")
    form = form_in(bob.get("/t/1"), "/reply")
    form["text"] = "too late"
    moderate(mia, "/t/1/moderate", "/lock")
    form.submit(status=403)
    bob.get("/p/1/edit", status=403)
    assert "This topic is locked." in bob.get("/t/1").text
    assert reply(mia, "I can.").status_code == 302
    moderate(mia, "/t/1/moderate", "/lock")
    assert reply(bob, "Again.").status_code == 302


def test_moderators_move_and_delete(framework):
    """A topic goes to another board, or away. A post leaves an empty place."""
    forum = Forum()
    mia, bob = forum.visitor("mia"), forum.visitor("bob")
    moderate(mia, "/t/2/moderate", "/move", board="elsewhere")
    assert "A pot for one" in bob.get("/b/elsewhere/").text
    moderate(mia, "/p/2/delete", "/delete")
    page = bob.get("/t/1")
    assert "A moderator took this post away." in page.text
    assert len(posts(page)) == 2
    bob.get("/p/2", status=404)
    assert "Nothing has" in bob.get("/search?q=sells").text
    moderate(mia, "/t/2/moderate", "/delete")
    bob.get("/t/2", status=404)
    assert "A pot for one" not in bob.get("/b/elsewhere/").text
    assert "A pot for one" not in bob.get("/feed.atom").text


def test_moderators_say_why(framework):
    """What they do is in a log, with the reason, and without one it is not done."""
    forum = Forum()
    mia = forum.visitor("mia")
    form = form_in(mia.get("/t/1/moderate"), "/lock")
    form["reason"] = " "
    form.submit(status=400)
    assert "locked" not in mia.get("/t/1").html.main.text
    moderate(mia, "/t/1/moderate", "/lock", "They were <b>loud</b>.")
    rows = [each.text.split("\n") for each in mia.get("/log").html.find_all("li")]
    assert "Locked 'How long for green tea?'." in rows[0][0]
    assert "mia: They were <b>loud</b>." in rows[0][1]


def test_banning(framework):
    """Who is banned can read, is told why, and cannot write, until it is taken back."""
    forum = Forum()
    mia, bob = forum.visitor("mia"), forum.visitor("bob")
    form = form_in(bob.get("/t/1"), "/reply")
    form["text"] = "me again"
    moderate(mia, "/u/bob/ban", "/ban", "Shouting.")
    assert "Shouting." in form.submit(status=403).text
    assert "Shouting." in bob.get("/t/1").text
    bob.get("/b/tea/new", status=403)
    bob.get("/t/1", status=200)
    assert "Shouting." in bob.get("/u/bob").text
    moderate(mia, "/u/bob/ban", "/ban", "Sorry.")
    assert form.submit().status_code == 302


def test_who_moderates(framework):
    """Members cannot, and only an administrator can ban those who do."""
    forum = Forum()
    bob, mia = forum.visitor("bob"), forum.visitor("mia")
    for url in ("/log", "/t/1/moderate", "/p/1/delete", "/u/mia/ban"):
        bob.get(url, status=403)
        assert forum.visitor().get(url).location.startswith("/login")
    for url in ("/t/1/lock", "/t/1/move", "/t/1/delete", "/p/1/delete", "/u/mia/ban"):
        bob.post(url, {"token": token_of(bob), "reason": "mine"}, status=403)
    mia.get("/u/ann/ban", status=403)
    ann = forum.visitor("ann")
    ann.get("/u/ann/ban", status=403)
    assert moderate(ann, "/u/mia/ban", "/ban").status_code == 302
    mia.get("/log", status=403)


def test_a_double_click_bans_once(framework):
    """To say the same twice is to say it once: nothing is taken back by it."""
    forum = Forum()
    mia, bob = forum.visitor("mia"), forum.visitor("bob")
    for url, action in (("/u/bob/ban", "/ban"), ("/t/1/moderate", "/lock")):
        form = form_in(mia.get(url), action)
        form["reason"] = "Twice."
        for _ in range(2):
            form.submit()
    bob.get("/b/tea/new", status=403)
    assert "This topic is locked." in forum.visitor().get("/t/1").text


def test_what_was_taken_away_is_nowhere(framework):
    """A post of a topic that was deleted cannot be reached in any other way."""
    forum = Forum()
    mia, bob = forum.visitor("mia"), forum.visitor("bob")
    moderate(mia, "/p/3/delete", "/delete")
    moderate(mia, "/t/2/moderate", "/delete")
    for url in ("/p/4", "/p/4/edit", "/p/4/delete", "/p/3/edit", "/api/topics/2"):
        mia.get(url, status=404)
    for url in ("/u/mia", "/search?q=which", "/search?q=boils", "/feed.atom"):
        page = bob.get(url).text
        assert "Which one" not in page
        assert "water.boils" not in page
    assert "1 topic<" in bob.get("/").text
    found = bob.get("/api/topics/1").json["posts"][2]
    assert (found["by"], found["text"]) == (None, None)


def test_searching(framework):
    """All words have to be there, in capitals or not."""
    client = Forum().visitor()
    assert len(client.get("/search?q=PACKET").html.find_all("article")) == 2
    assert len(client.get("/search?q=packet+sells").html.find_all("article")) == 1
    assert len(client.get("/search?q=pack+sell").html.find_all("article")) == 1
    assert len(client.get("/search?q=green+tea").html.find_all("article")) == 1
    assert "Nothing has" in client.get("/search?q=coffee").text
    assert "Type words" in client.get("/search").text


def test_a_feed(framework):
    """It is XML, and has the newest posts, of all boards or of one."""
    client = Forum().visitor()
    feed = client.get("/feed.atom")
    assert feed.content_type == "application/atom+xml"
    entries = feed.xml.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 4
    content = entries[0].find("{http://www.w3.org/2005/Atom}content").text
    assert content.startswith("<p>Which one do you have?</p>")
    assert b"entry" not in client.get("/b/elsewhere/feed.atom").body


def test_the_interface_for_programs(framework):
    """Boards, topics and posts, in pages, as JSON."""
    client = Forum(PER_PAGE=2).visitor()
    assert [each["slug"] for each in client.get("/api/boards").json] == [
        "tea",
        "elsewhere",
    ]
    page = client.get("/api/boards/tea").json
    assert {each["title"] for each in page["topics"]} >= {"A pot for one"}
    page = client.get("/api/topics/1").json
    assert [each["by"] for each in page["posts"]] == ["bob", "ann"]
    assert page["next"] == "/api/topics/1?page=2"
    page = client.get(page["next"]).json
    assert [each["by"] for each in page["posts"]] == ["mia"]
    assert page["next"] is None
    assert "problem" in client.get("/api/topics/9", status=404).json
    assert "problem" in client.get("/api/nothing", status=404).json


def test_a_program_writes(framework):
    """By a token and no cookie, and the same form twice is one post."""
    forum = Forum()
    bob = forum.visitor("bob")
    page = form_in(bob.get("/account"), "/token").submit()
    headers = {"Authorization": f"Bearer {page.html.find(class_='flash').code.text}"}
    program = forum.visitor()
    url, sent = "/api/topics/1/posts", {"text": "from a program", "form": "1"}
    first = program.post_json(url, sent, headers=headers, status=201)
    again = program.post_json(url, sent, headers=headers, status=201)
    assert first.json == again.json
    assert first.json["by"] == "bob"
    refused = bob.post_json(url, sent, status=401)
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    lower = {"Authorization": headers["Authorization"].replace("Bearer", "bearer")}
    program.post_json(url, sent, headers=lower, status=201)
    basic = {"Authorization": headers["Authorization"].replace("Bearer", "Basic")}
    program.post_json(url, sent, headers=basic, status=401)
    other = {"text": "something else", "form": "1"}
    program.post_json(url, other, headers=headers, status=409)
    program.post("/api/nowhere", status=404)
    program.put("/api/topics/1", status=405)
    for wrong in ({"text": "no form"}, ["text"], {"text": 1, "form": "2"}):
        program.post_json(url, wrong, headers=headers, status=400)
    empty = {"text": " ", "form": "3"}
    program.post_json(url, empty, headers=headers, status=422)
    form = form_in(bob.get("/account"), "/account")
    form["old"], form["password"] = PASSWORD, "a better one"
    form.submit()
    program.post_json(url, sent, headers=headers, status=401)


def test_a_program_may_do_what_its_owner_may(framework):
    """What is locked, or who is banned, is so for programs too."""
    forum = Forum()
    mia, bob = forum.visitor("mia"), forum.visitor("bob")
    page = form_in(bob.get("/account"), "/token").submit()
    headers = {"Authorization": f"Bearer {page.html.find(class_='flash').code.text}"}
    assert page.headers["Cache-Control"] == "no-store"
    program, url = forum.visitor(), "/api/topics/1/posts"
    moderate(mia, "/t/1/moderate", "/lock")
    program.post_json(url, {"text": "x", "form": "1"}, headers=headers, status=403)
    moderate(mia, "/u/bob/ban", "/ban")
    other = "/api/topics/2/posts"
    program.post_json(other, {"text": "x", "form": "1"}, headers=headers, status=403)


def test_below_a_prefix(framework):
    """Where the forum is mounted, its links and redirects lead there."""
    forum = Forum(PER_PAGE=1, ADDRESS="https://tea.example")
    client = forum.visitor()
    client.extra_environ["SCRIPT_NAME"] = "/forum"
    answer = client.get("/b/tea/new")
    assert answer.location == "/forum/login?back=/forum/b/tea/new"
    assert client.get("/api/topics/1").json["next"] == "/forum/api/topics/1?page=2"
    assert "https://tea.example/forum/p/4" in client.get("/feed.atom").text
    for link in client.get("/t/1").html.find_all("a"):
        assert link["href"].startswith(("/forum/", "?", "#")), link


def test_the_environment(framework, monkeypatch):
    """A setting may be there, and what the program says comes before it."""
    monkeypatch.setenv("TINYBB_TITLE", "Tea time")
    monkeypatch.setenv("TINYBB_PER_PAGE", "1")
    forum = Forum(PER_PAGE=3)
    assert forum.visitor().get("/").html.h1.text == "Tea time"
    assert len(posts(forum.visitor().get("/t/1"))) == 3


def test_the_commands(framework):
    """They set a forum up, and make somebody an administrator."""
    forum = Forum()
    run = forum.app.test_cli_runner().invoke
    assert "up to date" in run(args=["migrate"]).output
    assert "already" in run(args=["demo"]).output
    result = run(args=["board", "beer", "Beer", "Hops."])
    assert result.output == "Beer is at /b/beer/.\n"
    assert "Hops." in forum.visitor().get("/b/beer/").text
    options = ["--email", "zoe@tea.example", "--password"]
    assert run(args=["account", "zoe", "moderator", *options, "short"]).exit_code == 2
    assert run(args=["account", "../x", "member", *options, "12345678"]).exit_code == 2
    assert run(args=["board", "My board", "Mine"]).exit_code == 2
    result = run(args=["account", "zoe", "moderator", *options, "long enough"])
    assert result.output == "zoe is moderator now.\n"
    zoe = forum.visitor("zoe", "long enough")
    zoe.get("/log", status=200)
    moderate(zoe, "/u/bob/ban", "/ban")
    result = run(args=["account", "bob", "member", *options, "12345678"])
    assert result.output == "bob is member now.\n"
    assert reply(forum.visitor("bob", "12345678"), "Back again.").status_code == 302


def test_tables_that_are_behind(framework, tmp_path):
    """Before the command it says so, and the command can be given twice."""
    import tinybb

    settings = {"DATABASE": f"sqlite:///{tmp_path}/f.db", "SECRET_KEY": "for tests"}
    app = tinybb.create_app(settings)
    page = TestApp(app).get("/", status=503)
    assert "the command migrate" in page.text
    run = app.test_cli_runner().invoke
    assert "see migrate" in run(args=["board", "tea", "Tea"]).output
    assert run(args=["migrate"]).output.splitlines() == [
        "0001_tables.sql",
        "0002_search.sql",
        "0003_pictures_and_tokens.sql",
    ]
    assert "up to date" in run(args=["migrate"]).output
    TestApp(app).get("/", status=200)


def test_a_migration_is_all_or_nothing(framework, tmp_path, monkeypatch):
    """A script with a mistake leaves the tables as they were."""
    import tinybb
    from tinybb import migrating

    app = tinybb.create_app(
        {"DATABASE": f"sqlite:///{tmp_path}/f.db", "SECRET_KEY": "for tests"}
    )
    run = app.test_cli_runner().invoke
    run(args=["migrate"])
    script = tmp_path / "0004_wrong.sql"
    script.write_text("CREATE TABLE more (id INTEGER);\nNONSENSE;\n", "utf-8")
    monkeypatch.setattr(migrating, "SCRIPTS", [*migrating.SCRIPTS, script])
    assert run(args=["migrate"]).exit_code == 1
    script.write_text("CREATE TABLE more (id INTEGER)", "utf-8")
    assert "no semicolon" in str(run(args=["migrate"]).exception)
    script.write_text("CREATE TABLE more (id INTEGER);\n", "utf-8")
    assert run(args=["migrate"]).output == "0004_wrong.sql\n"


def test_the_models_are_what_is_in_the_tables(framework):
    """Each column of a model is in its table, and each table has its model."""
    from sqlalchemy import inspect

    from tinybb.models import Base

    engine = Forum().app.extensions["database"]
    with engine.connect() as connection:
        found = inspect(connection)
        tables = {
            name: {column["name"] for column in found.get_columns(name)}
            for name in found.get_table_names()
            if not name.startswith("words")
        }
    models = Base.metadata.tables.items()
    assert tables == {name: set(table.columns.keys()) for name, table in models}
