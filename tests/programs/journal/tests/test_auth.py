import pytest
from journal.db import get_db

from tinyflask import g, session


def test_register(client, app):
    assert client.get("/auth/register").status_code == 200
    data = {"username": "carl", "password": "coffee"}
    response = client.post("/auth/register", data=data)
    assert response.headers["Location"] == "/auth/login"
    with app.app_context():
        query = "SELECT * FROM user WHERE username = 'carl'"
        assert get_db().execute(query).fetchone()["password"] != "coffee"


@pytest.mark.parametrize(
    ("username", "password", "message"),
    [
        ("", "", b"Both a name and a password"),
        ("carl", "", b"Both a name and a password"),
        ("ann", "tea", b"registered already"),
    ],
)
def test_register_says_what_is_wrong(client, username, password, message):
    data = {"username": username, "password": password}
    assert message in client.post("/auth/register", data=data).data


def test_login(client, auth):
    assert client.get("/auth/login").status_code == 200
    assert auth.login().headers["Location"] == "/"
    with client:
        client.get("/")
        assert session["user_id"] == 1
        assert g.user["username"] == "ann"


@pytest.mark.parametrize(("username", "password"), [("ann", "milk"), ("zoe", "tea")])
def test_login_says_what_is_wrong(auth, username, password):
    response = auth.login(username, password)
    assert "do not go together" in response.text


def test_logout(client, auth):
    auth.login()
    with client:
        auth.logout()
        assert "user_id" not in session


def test_a_user_by_a_command(runner, client, auth):
    result = runner.invoke(args=["users", "add", "carl", "--password", "coffee"])
    assert result.output == "carl can log in now.\n"
    assert auth.login("carl", "coffee").status_code == 302
    result = runner.invoke(args=["users", "add", "ann"], input="x\nx\n")
    assert result.exit_code == 1
    assert "registered already" in result.output
