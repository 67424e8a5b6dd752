"""Searching: SQLite's own index of words."""

from sqlalchemy import column, select, table
from sqlalchemy.orm import joinedload

from .models import Post, Topic

words = table("words", column("rowid"), column("rank"))


def words_in(text):
    """What somebody typed in, word by word."""
    return text.replace('"', " ").replace("\0", " ").split()


def matching(searched):
    """The query for the posts that have words which begin so, all of them.

    SQLite's index has a language for what is looked for, and a mistake in it is an
    error. What stands in quotes is a word, whatever it looks like. The best come first.
    """
    quoted = " ".join(f'"{word}"*' for word in searched)
    found = words.select().where(column("words").match(quoted)).subquery()
    return (
        select(Post)
        .join(found, found.c.rowid == Post.id)
        .join(Topic)
        .where(~Post.deleted, ~Topic.deleted)
        .order_by(found.c.rank, Post.id.desc())
        .options(joinedload(Post.topic), joinedload(Post.account))
    )
