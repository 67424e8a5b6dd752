import pytest
from journal.db import get_db


def test_index(client, auth):
    page = client.get("/").text
    assert "Log in" in page
    assert "First" in page
    assert "by ann on 2001-01-01" in page
    assert 'href="/1/update"' not in page
    auth.login()
    page = client.get("/").text
    assert "Log out" in page
    assert 'href="/1/update"' in page


def test_pages(client, auth):
    auth.login()
    for title in ("Second", "Third"):
        client.post("/create", data={"title": title, "body": ""})
    page = client.get("/").text
    assert "Third" in page
    assert "First" not in page
    assert 'href="/?page=2"' in page
    assert "First" in client.get("/?page=2").text
    assert "Third" in client.get("/?page=x").text


def test_an_entry(client):
    page = client.get("/1").text
    assert "<p>One.</p><p>&lt;b&gt;Two.</p>" in page
    response = client.get("/9")
    assert response.status_code == 404
    assert "There is no entry 9." in response.text


def test_feed(client):
    assert client.get("/feed.json", base_url="https://journal.example").json == [
        {"title": "First", "author": "ann", "url": "https://journal.example/1"}
    ]


@pytest.mark.parametrize("path", ["/create", "/1/update", "/1/delete"])
def test_login_is_required(client, path):
    response = client.post(path)
    assert response.headers["Location"] == f"/auth/login?next={path}"


def test_only_the_author_may(app, client, auth):
    auth.login("bob", "milk")
    assert client.post("/1/update").status_code == 403
    assert client.post("/1/delete").status_code == 403
    assert "Edit" not in client.get("/").text


@pytest.mark.parametrize("path", ["/9/update", "/9/delete"])
def test_an_entry_that_is_not_there(client, auth, path):
    auth.login()
    assert client.post(path).status_code == 404


def test_create(client, auth, app):
    auth.login()
    assert client.get("/create").status_code == 200
    client.post("/create", data={"title": "Second", "body": "..."})
    with app.app_context():
        assert get_db().execute("SELECT COUNT(id) FROM entry").fetchone()[0] == 2


def test_update(client, auth, app):
    auth.login()
    assert "First" in client.get("/1/update").text
    data = {"title": "Changed", "body": "New."}
    response = client.post("/1/update", data=data, follow_redirects=True)
    assert response.request.path == "/1"
    assert "<h1>Changed</h1>" in response.text


@pytest.mark.parametrize("path", ["/create", "/1/update"])
def test_an_entry_needs_a_title(client, auth, path):
    auth.login()
    response = client.post(path, data={"title": " ", "body": "kept"})
    assert "An entry needs a title." in response.text
    assert "kept" in response.text


def test_delete(client, auth, app):
    with client.session_transaction() as session:
        session["user_id"] = 1
    assert client.post("/1/delete").headers["Location"] == "/"
    with app.app_context():
        assert get_db().execute("SELECT * FROM entry").fetchone() is None
