"""Pages that stand still.

The forum's pages are counted: page 2 of the newest posts is what comes after the first twenty. When
somebody writes while others read, everything moves on by one, and page 2 begins with what was the
last of page 1. And to come to page 500, the database counts ten thousand posts.

Take the other road. The next page is not a number, it is *what comes after the last that I have
seen*. Write `page_after(query, column, last, size)`: `query` is a `select(Post)` without an order,
and `column` is `Post.id`, or another column in which each number is there once. It returns two things: the posts, the newest first, at most `size`, which
have numbers below `last` (or the newest, if `last` is `None`); and what to send
as `last` for the next page, which is `None` if there is none. The database must not be asked for
more than one post too many, and must not be asked twice.
"""

from sqlalchemy import event, select

import tinybb
from tinybb.database import database
from tinybb.models import Post


def page_after(query, column, last, size):
    """Return the items of a page, and where the next one begins."""
    raise NotImplementedError("write page_after here")


def test_the_newest():
    found = _pages(7, 3)[0]
    assert found == [7, 6, 5], f"Of seven posts, the first page of three is {found!r}."


def test_all_pages():
    found = _pages(7, 3)
    assert found == [[7, 6, 5], [4, 3, 2], [1]], (
        f"Of seven posts, the pages are {found!r}."
    )


def test_no_empty_page_at_the_end():
    found = _pages(6, 3)
    assert found == [[6, 5, 4], [3, 2, 1]], f"Of six posts, the pages are {found!r}."


def test_nothing():
    found = _pages(0, 3)
    assert found == [[]], f"Where there are no posts, the pages are {found!r}."


def test_somebody_writes_meanwhile():
    with _posts(6):
        first, last = page_after(select(Post), Post.id, None, 3)
        _write(7)
        second, _ = page_after(select(Post), Post.id, last, 3)
        found = [post.id for post in (*first, *second)]
        assert found == [6, 5, 4, 3, 2, 1], (
            f"Post 7 was written while somebody read page 1. They have read {found!r}."
        )


def test_something_is_taken_away():
    with _posts(6):
        _, last = page_after(select(Post), Post.id, None, 3)
        database.session.delete(database.session.get(Post, 4))
        second, _ = page_after(select(Post), Post.id, last, 3)
        found = [post.id for post in second]
        assert found == [3, 2, 1], (
            f"The last post of page 1 was deleted meanwhile. Page 2 is {found!r}."
        )


def test_what_the_query_asks_for():
    with _posts(9):
        odd = select(Post).where(Post.id % 2 == 1)
        found = [post.id for post in page_after(odd, Post.id, 7, 2)[0]]
        assert found == [5, 3], f"Of the odd posts, after 7, two are {found!r}."


def test_another_column():
    with _posts(6):
        for post in database.session.scalars(select(Post)):
            post.topic_id = 10 - post.id
        database.session.flush()
        items, last = page_after(select(Post), Post.topic_id, 8, 2)
        found = [post.topic_id for post in items], last
        assert found == ([7, 6], 6), (
            f"By Post.topic_id, after 8, the two are {found[0]!r}, and the next page begins"
            f" after {found[1]!r}."
        )


def test_how_much_is_read():
    with _posts(50):
        with _counting() as counted:
            page_after(select(Post), Post.id, None, 3)
        assert counted.statements <= 1, f"{counted.statements} statements were sent."
        read = len(database.session.identity_map)
        assert read <= 4, f"For a page of three posts, {read} were read."


def _pages(count, size):
    with _posts(count):
        found, last = [], None
        for _ in range(count + 2):
            items, last = page_after(select(Post), Post.id, last, size)
            found.append([post.id for post in items])
            if last is None:
                return found
        raise AssertionError(f"The pages never end: {found!r}.")


class _posts:
    """A forum with posts, numbered from 1."""

    def __init__(self, count):
        settings = {"DATABASE": "sqlite://", "SECRET_KEY": "only for tests"}
        self.context = tinybb.create_app(settings).app_context()
        self.count = count

    def __enter__(self):
        self.context.__enter__()
        database.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for number in range(1, self.count + 1):
            _write(number)
        database.session.flush()
        database.session.expunge_all()

    def __exit__(self, *error):
        database.session.rollback()
        self.context.__exit__(*error)


def _write(number):
    post = Post(id=number, topic_id=1, account_id=1, text="...", form=str(number))
    database.session.add(post)
    database.session.flush()


class _counting:
    """Counts the statements that the database is sent."""

    def __init__(self):
        self.statements = 0
        self.connection = database.session.connection()

    def count(self, *more):
        self.statements += 1

    def __enter__(self):
        event.listen(self.connection, "before_cursor_execute", self.count)
        return self

    def __exit__(self, *error):
        event.remove(self.connection, "before_cursor_execute", self.count)
