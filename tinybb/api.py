"""The forum for programs, in JSON."""

import hashlib

from sqlalchemy import select

from tinyflask import Blueprint, abort, g, request

from .boards import (
    board_called,
    open_topic,
    posts_of,
    problems_of,
    topic_numbered,
    topics_of,
    write,
)
from .database import database
from .guarding import may_write
from .models import Account, Board
from .paging import paged

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.before_request
def find_account():
    """Who has a token is somebody. A cookie does not count here."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    digest = hashlib.sha256(token.encode()).hexdigest()
    owner = database.session.scalar(select(Account).where(Account.token == digest))
    g.account = owner if kind == "Bearer" else None


def page_of(name, paged, described):
    """A page of a list, and the address of the next one, if there is one."""
    following = None
    if paged.number < paged.pages:
        following = f"{request.path}?page={paged.number + 1}"
    return {name: [described(each) for each in paged.items], "next": following}


@blueprint.get("/boards")
def boards():
    found = database.session.scalars(select(Board).order_by(Board.id))
    return [{"slug": b.slug, "name": b.name, "about": b.about} for b in found]


@blueprint.get("/boards/<slug>")
def topics(slug):
    return page_of("topics", paged(topics_of(board_called(slug))), of_topic)


def of_topic(topic):
    return {
        "number": topic.id,
        "title": topic.title,
        "by": topic.account.name,
        "locked": topic.locked,
        "changed": topic.changed.isoformat(),
    }


@blueprint.get("/topics/<int:number>")
def posts(number):
    found = topic_numbered(number)
    return of_topic(found) | page_of("posts", paged(posts_of(found)), of_post)


def of_post(post):
    return {
        "number": post.id,
        "by": post.account.name,
        "written": post.written.isoformat(),
        "text": None if post.deleted else post.text,
    }


@blueprint.post("/topics/<int:number>/posts")
def reply(number):
    """Write an answer: ``{"text": ..., "form": ...}``.

    With the same ``form`` sent again, it is the same answer.
    """
    if g.account is None:
        abort(401, "Send the token of an account: Authorization: Bearer ...")
    may_write(g.account)
    topic, sent = open_topic(number), request.get_json()
    if not isinstance(sent, dict) or not all(
        isinstance(sent.get(name), str) for name in ("text", "form")
    ):
        abort(400, "Send an object with a text and a form, which are texts.")
    problems = problems_of(sent["text"].strip())
    if problems:
        abort(422, problems["text"])
    post = write(topic, sent["text"].strip(), sent["form"])
    if post.text != sent["text"].strip():
        abort(409, "This form was sent before, with another text.")
    return of_post(post), 201
