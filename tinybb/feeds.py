"""What is new, for a reader of feeds: Atom, which is XML."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tinyflask import Blueprint, make_response, render_template

from .boards import board_called
from .database import database
from .models import Post, Topic

blueprint = Blueprint("feeds", __name__)

MOST = 20


@blueprint.get("/feed.atom")
@blueprint.get("/b/<slug>/feed.atom")
def feed(slug=None):
    """The newest posts, of one board or of all."""
    board = board_called(slug) if slug else None
    query = select(Post).join(Topic).where(~Post.deleted, ~Topic.deleted)
    if board is not None:
        query = query.where(Topic.board_id == board.id)
    query = query.order_by(Post.id.desc()).limit(MOST)
    query = query.options(joinedload(Post.account), joinedload(Post.topic))
    posts = database.session.scalars(query).all()
    times = [post.edited or post.written for post in posts]
    updated = max(times, default=datetime(1970, 1, 1))
    page = render_template("feed.xml", board=board, posts=posts, updated=updated)
    return make_response(page, {"Content-Type": "application/atom+xml; charset=utf-8"})
