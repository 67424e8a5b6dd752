"""The forum for programs, in JSON."""

import hashlib

from sqlalchemy import select
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

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
from .writing import without_strange

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.before_request
def find_account():
    """Who has a token is somebody. A cookie does not count here."""
    given = request.authorization
    token = given.token if given and given.type == "bearer" else None
    digest = hashlib.sha256((token or "").encode()).hexdigest()
    g.account = database.session.scalar(select(Account).where(Account.token == digest))


def page_of(name, page, described):
    """A page of a list, and the address of the next one, if there is one."""
    following = None
    if page.number < page.pages:
        following = f"{request.script_root}{request.path}?page={page.number + 1}"
    return {name: [described(each) for each in page.items], "next": following}


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
        "changed": f"{topic.changed.isoformat()}Z",
    }


@blueprint.get("/topics/<int:number>")
def posts(number):
    found = topic_numbered(number)
    return of_topic(found) | page_of("posts", paged(posts_of(found)), of_post)


def of_post(post):
    return {
        "number": post.id,
        "by": None if post.deleted else post.account.name,
        "written": f"{post.written.isoformat()}Z",
        "text": None if post.deleted else post.text,
    }


@blueprint.post("/topics/<int:number>/posts")
def reply(number):
    """Write an answer: ``{"text": ..., "form": ...}``.

    With the same ``form`` sent again, it is the same answer.
    """
    if g.account is None:
        problem = "Send the token of an account: Authorization: Bearer ..."
        raise Unauthorized(problem, www_authenticate=WWWAuthenticate("bearer"))
    may_write(g.account)
    topic, sent = open_topic(number), request.get_json()
    if not isinstance(sent, dict) or not all(
        isinstance(sent.get(name), str) for name in ("text", "form")
    ):
        abort(400, "Send an object with a text and a form, which are texts.")
    text, form = map(without_strange, (sent["text"], sent["form"]))
    problems = problems_of(text)
    if problems:
        abort(422, problems["text"])
    post = write(topic, text, form)
    if post.text != text:
        abort(409, "This form was sent before, with another text.")
    database.session.commit()
    return of_post(post), 201
