"""A whole program, which runs on Flask by changing one import."""

import pytest


@pytest.fixture
def client(framework, running):
    """A client of the notes on the framework under test."""
    with running("notes", framework.__name__) as client:
        yield client


def fill(client, *titles):
    for title in titles:
        client.post("/notes/", {"title": title, "body": f"All about {title}."})


def test_a_note_is_written_and_read(client):
    """A form is filled in, sent, and leads to the new note."""
    assert "Nothing here." in client.get("/").text
    form = client.get("/notes/").form
    form["title"] = "Tea & <milk>"
    form["body"] = "Buy both."
    answer = form.submit()
    assert answer.status_code == 303
    page = answer.follow()
    assert page.request.path == "/notes/1"
    assert page.html.h1.text == "Tea & <milk>"
    assert page.html.p.text == "Buy both."
    assert client.cookies == {"last": "1"}
    assert "GET /notes/1" in page.html.footer.text


def test_a_note_needs_a_title(client):
    """A form that is not complete comes back with what was typed in."""
    page = client.post("/notes/", {"title": " ", "body": "<b>"}, status=400)
    assert page.html.find(role="alert").text == "Give it a title."
    assert page.form["body"].value == "<b>"
    client.post("/notes/", {"title": "x"}, status=400)


def test_the_list(client):
    """Notes are found, shortened, and crossed out when they are done."""
    fill(client, "tea", "milk", "a very long title, which is cut off")
    titles = [link.text for link in client.get("/").html.select("li a")]
    assert titles == ["tea", "milk", "a very long title, w…"]
    assert client.get("/?q=il").html.select_one("li a").text == "milk"
    answer = client.get("/").forms[1].submit()
    assert answer.location.endswith("/#note-1")
    page = answer.follow()
    assert page.html.select_one(".done")["id"] == "note-1"
    assert client.get("/notes/1/row").html.li["class"] == ["done"]


def test_a_note_can_be_taken_along(client):
    """A note can be had as a file, and all of them as a table."""
    fill(client, "tea", 'say "hello"', "tea")
    file = client.get("/notes/1.txt")
    assert file.headers["Content-Disposition"] == "attachment; filename=tea.txt"
    assert file.text == "tea\n\nAll about tea.\n"
    assert client.get("/export.csv").body == (
        b'number,title\r\n1,"tea"\r\n2,"say ""hello"""\r\n3,"tea"\r\n'
    )


def test_titles_come_in_a_file(client):
    """A file that is sent has a title in each line."""
    upload = [("file", "titles.txt", "tea\n\n Käse \n".encode())]
    assert client.post("/import", upload_files=upload).status_code == 302
    assert [note["title"] for note in client.get("/api/notes").json] == ["tea", "Käse"]
    client.post("/import", status=400)
    client.post("/import", upload_files=[("file", "x", b"x" * 30_000)], status=413)


def test_the_api(client):
    """Notes are made, read and deleted by programs."""
    answer = client.post_json("/api/notes", {"title": "tea"}, status=201)
    assert answer.json == {"title": "tea", "done": False, "url": "/api/notes/1"}
    note = client.get(answer.headers["Location"])
    assert note.json["body"] == ""
    assert client.delete("/api/notes/1").headers["X-Deleted"] == "1"
    client.get("/api/notes/1", status=404)
    assert client.get("/api/notes").json == []
    client.post_json("/api/notes", ["tea"], status=400)
    client.post("/api/notes", "{", content_type="application/json", status=400)
    client.post("/api/notes", "tea", status=415)
    client.put("/api/notes/1", status=405)


def test_an_error_takes_back_what_was_written(client):
    """What a request wrote is kept only if it ends well."""
    with pytest.raises(UnicodeDecodeError):
        client.app.testing = True
        client.post("/import", upload_files=[("file", "x", b"\xff")])
    assert client.get("/api/notes").json == []


REQUESTS = [
    ("GET", "/", {}),
    ("GET", "/static/style.css", {}),
    ("GET", "/static/style.css", {"headers": {"Range": "bytes=0-3"}}),
    ("GET", "/static/../__init__.py", {}),
    ("POST", "/notes/", {"params": {"title": "Tea & <milk>", "body": "Buy."}}),
    ("POST", "/notes/", {"params": {"title": "", "body": "Buy."}}),
    ("POST", "/notes/", {"params": {"body": "Buy."}}),
    ("POST", "/notes/", {"params": "x" * 30_000}),
    ("POST", "/notes/", {"params": {"title": "Käse", "body": "½ kg"}}),
    ("GET", "/notes", {}),
    ("GET", "/notes/1", {}),
    ("GET", "/notes/7", {}),
    ("GET", "/notes/x", {}),
    ("GET", "/notes/1/row", {}),
    ("GET", "/notes/1.txt", {}),
    ("GET", "/notes/2.txt", {}),
    ("GET", "/notes/1/done", {}),
    ("POST", "/notes/1/done", {}),
    ("GET", "/?q=tea", {}),
    ("GET", "/?q=%ff", {}),
    ("GET", "/export.csv", {}),
    ("HEAD", "/export.csv", {}),
    ("POST", "/import", {}),
    ("POST", "/import", {"upload_files": [("file", "a.txt", b"one\ntwo\n")]}),
    ("GET", "/api/notes", {}),
    ("OPTIONS", "/api/notes", {}),
    ("PUT", "/api/notes", {}),
    ("POST", "/api/notes", {"params": '{"title": "x"}'}),
    (
        "POST",
        "/api/notes",
        {"params": '{"title": "x"}', "content_type": "application/json"},
    ),
    ("POST", "/api/notes", {"params": "[]", "content_type": "application/json"}),
    ("GET", "/api/notes/1", {}),
    ("DELETE", "/api/notes/1", {}),
    ("DELETE", "/api/notes/1", {}),
    ("GET", "/", {"headers": {"Host": "example.com:8000"}}),
    ("GET", "/notes", {"extra_environ": {"SCRIPT_NAME": "/below"}}),
    ("GET", "/notes/1", {"extra_environ": {"SCRIPT_NAME": "/below"}}),
]


def transcript(client, requests):
    """What each of ``requests`` is answered: status, headers and body, to the byte."""
    found = []
    for method, url, options in requests:
        ask = getattr(client, method.lower())
        answer = ask(url, expect_errors=True, **options)
        headers = dict(answer.headerlist)
        for name in ("Date", "Last-Modified", "ETag"):
            headers.pop(name, None)
        if "Allow" in headers:
            headers["Allow"] = sorted(headers["Allow"].split(", "))
        if answer.status_code == 204:
            # Flask names the type of a content that there is not.
            headers.pop("Content-Type", None)
        found.append((method, url, answer.status, headers, answer.body))
    return found


def test_flask_answers_alike(client, running):
    """Every response is Flask's, save for dates and the order of methods."""
    with running("notes", "flask") as flask_client:
        expected = transcript(flask_client, REQUESTS)
    for mine, theirs in zip(transcript(client, REQUESTS), expected, strict=True):
        assert mine == theirs


@pytest.mark.small_print
def test_flask_says_as_little_of_broken_json(client, running):
    """What is wrong with JSON that a client sent stays between us and the log."""
    broken = {"params": "{", "content_type": "application/json"}
    requests = [("POST", "/api/notes", broken)]
    with running("notes", "flask") as flask_client:
        assert transcript(client, requests) == transcript(flask_client, requests)
