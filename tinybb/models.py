"""What is in the tables. They are made by the scripts in ``migrations``."""

from datetime import UTC, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


def now():
    """The time, in UTC, as the tables have it."""
    return datetime.now(UTC).replace(tzinfo=None)


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    password: Mapped[str]
    role: Mapped[str] = mapped_column(default="member")
    joined: Mapped[datetime] = mapped_column(default=now)
    banned: Mapped[str | None]
    epoch: Mapped[int] = mapped_column(default=0)
    picture: Mapped[bytes | None] = mapped_column(deferred=True)
    picture_type: Mapped[str | None]
    token: Mapped[str | None]

    @property
    def moderates(self):
        return self.role in ("moderator", "administrator")


class Board(Base):
    __tablename__ = "boards"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]
    about: Mapped[str]


class Topic(Base):
    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    title: Mapped[str]
    changed: Mapped[datetime] = mapped_column(default=now)
    locked: Mapped[bool] = mapped_column(default=False)
    deleted: Mapped[bool] = mapped_column(default=False)
    board: Mapped[Board] = relationship()
    account: Mapped[Account] = relationship()
    posts: Mapped[list["Post"]] = relationship(back_populates="topic")


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str]
    written: Mapped[datetime] = mapped_column(default=now)
    edited: Mapped[datetime | None]
    deleted: Mapped[bool] = mapped_column(default=False)
    form: Mapped[str]
    topic: Mapped[Topic] = relationship(back_populates="posts")
    account: Mapped[Account] = relationship()


class Action(Base):
    __tablename__ = "actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    what: Mapped[str]
    url: Mapped[str]
    reason: Mapped[str]
    done: Mapped[datetime] = mapped_column(default=now)
    account: Mapped[Account] = relationship()


class Attempt(Base):
    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str]
    at: Mapped[float]
