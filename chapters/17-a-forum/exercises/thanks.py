"""Thanks.

Give the forum a feature: members can say thanks for a post.

- `SCRIPT` is the next migration, each statement with a semicolon at its end. It makes a table `thanks`, in which no account can be twice for
  the same post.
- `POST /p/1/thanks` says thanks, and leads back to the post (`url_of`). To say it twice changes
  nothing. Only members can who were not banned (`for_writers`), and not for what they wrote themselves: that is answered 400. A post
  that there is not, or not any more, is 404.
- `GET /p/1/thanks` is for everybody: a list in JSON of those who have said thanks, in the order in
  which they did.

`database.session.execute(text("SELECT ... WHERE post_id = :post"), {"post": 1})` runs SQL, and
`database.session.commit()` keeps what was done.
"""

import tempfile
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import text
from webtest import TestApp

import tinybb
from tinybb import migrating
from tinybb.boards import post_numbered, url_of
from tinybb.database import database
from tinybb.guarding import for_writers
from tinyflask import Blueprint, abort, g, redirect

SCRIPT = """
-- Make the table here.
"""

blueprint = Blueprint("thanks", __name__)


def test_nobody_yet():
    found = _forum().visitor().get("/p/1/thanks", expect_errors=True)
    assert found.status_code == 200, f"GET /p/1/thanks was answered {found.status}."
    assert found.json == [], f"Before anybody has said thanks it is {found.json!r}."


def test_thanks():
    forum = _forum()
    answer = _thank(forum.visitor("mia"), 1)
    assert answer.status_code in (302, 303), (
        f"The thanks of mia were answered {answer.status}."
    )
    assert answer.location.endswith("/t/1?page=1#p1"), (
        f"Afterwards one is led to {answer.location}, and not to the post."
    )
    _thank(forum.visitor("ann"), 1)
    found = forum.visitor().get("/p/1/thanks").json
    assert found == ["mia", "ann"], (
        f"After mia and ann have said thanks it is {found!r}."
    )
    found = forum.visitor().get("/p/2/thanks").json
    assert found == [], f"Nobody has said thanks for post 2, and it is {found!r}."


def test_twice():
    forum = _forum()
    mia = forum.visitor("mia")
    statuses = [_thank(mia, 1).status_code for _ in range(2)]
    assert statuses[0] == statuses[1], f"Said twice, it was answered {statuses!r}."
    found = mia.get("/p/1/thanks").json
    assert found == ["mia"], f"Said twice by mia, and it is {found!r}."


def test_in_which_order():
    forum = _forum()
    for name in ("bob", "ann"):
        _thank(forum.visitor(name), 3)
    found = forum.visitor().get("/p/3/thanks").json
    assert found == ["bob", "ann"], f"After bob and then ann it is {found!r}."


def test_the_table():
    forum = _forum()
    _thank(forum.visitor("mia"), 1)
    engine = forum.app.extensions["database"]
    with engine.connect() as connection:
        again = text("INSERT OR IGNORE INTO thanks SELECT * FROM thanks")
        rows = connection.execute(again).rowcount
    assert rows == 0, "The table takes the same account twice for one post."


def test_who_was_banned():
    forum = _forum()
    mia, bob = forum.visitor("mia"), forum.visitor("bob")
    form = mia.get("/u/bob/ban").forms[2]
    form["reason"] = "a test"
    form.submit()
    status = _thank(bob, 2).status_code
    assert status == 403, (
        f"Somebody who was banned said thanks, and the answer is {status}."
    )


def test_one_s_own():
    forum = _forum()
    status = _thank(forum.visitor("bob"), 1).status_code
    assert status == 400, f"Thanks of bob to himself: the answer is {status}."
    found = forum.visitor().get("/p/1/thanks").json
    assert found == [], f"After thanks of bob to himself it is {found!r}."


def test_strangers():
    forum = _forum()
    answer = _thank(forum.visitor(), 1)
    assert "/login" in answer.headers.get("Location", ""), (
        f"Somebody who has not logged in was answered {answer.status}."
    )


def test_no_such_post():
    mia = _forum().visitor("mia")
    for method in ("GET", "POST"):
        status = (
            mia.get("/p/99/thanks", expect_errors=True).status_code
            if method == "GET"
            else _thank(mia, 99).status_code
        )
        assert status == 404, f"{method} /p/99/thanks was answered {status}."


def test_a_post_that_was_taken_away():
    forum = _forum()
    mia = forum.visitor("mia")
    form = mia.get("/p/1/delete").forms[2]
    form["reason"] = "a test"
    form.submit()
    status = _thank(mia, 1).status_code
    assert status == 404, f"Thanks for a post that was taken away: {status}."
    status = mia.get("/p/1/thanks", expect_errors=True).status_code
    assert status == 404, f"GET /p/1/thanks, where post 1 was taken away: {status}."


class _forum:
    def __init__(self):
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder, "0099_thanks.sql")
            script.write_text(SCRIPT, "utf-8")
            with patch.object(migrating, "SCRIPTS", [*migrating.SCRIPTS, script]):
                self.app = tinybb.create_app(
                    {
                        "DATABASE": "sqlite://",
                        "SECRET_KEY": "only for tests",
                        "PASSWORD_METHOD": "pbkdf2:sha256:1",
                    }
                )
        self.app.register_blueprint(blueprint)
        self.app.test_cli_runner().invoke(args=["demo"])

    def visitor(self, name=None):
        client = TestApp(self.app)
        if name:
            form = client.get("/login").forms[1]
            form["name"], form["password"] = name, "tea for two"
            form.submit()
        return client


def _thank(client, number):
    forms = client.get("/forgotten").forms.values()
    token = next(form["token"].value for form in forms if "token" in form.fields)
    return client.post(f"/p/{number}/thanks", {"token": token}, expect_errors=True)
