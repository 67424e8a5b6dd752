import pytest
from journal import create_app
from journal.db import get_db, init_db
from werkzeug.security import generate_password_hash

# A good hash takes long, for who guesses and for who tests.
USERS = [
    (name, generate_password_hash(password, "pbkdf2:sha256:1"))
    for name, password in (("ann", "tea"), ("bob", "milk"))
]


@pytest.fixture
def app(tmp_path):
    app = create_app({"TESTING": True, "DATABASE": tmp_path / "test.db", "PER_PAGE": 2})
    with app.app_context():
        init_db()
        query = "INSERT INTO user (username, password) VALUES (?, ?)"
        get_db().executemany(query, USERS)
        get_db().execute(
            "INSERT INTO entry (title, body, author_id, created)"
            " VALUES ('First', 'One.' || char(10, 10) || '<b>Two.', 1, '2001-01-01')"
        )
        get_db().commit()
    return app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def runner(app):
    return app.test_cli_runner()


class Auth:
    def __init__(self, client):
        self.client = client

    def login(self, username="ann", password="tea"):
        data = {"username": username, "password": password}
        return self.client.post("/auth/login", data=data)

    def logout(self):
        return self.client.get("/auth/logout")


@pytest.fixture
def auth(client):
    return Auth(client)
