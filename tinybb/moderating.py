"""Moderating: to lock, move and take away, to ban, and a record of who did what."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tinyflask import (
    Blueprint,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)

from .accounts import named
from .boards import board_called, post_numbered, topic_numbered, url_of
from .database import READING, database
from .guarding import for_moderators
from .models import Action, Board
from .paging import paged
from .writing import typed

blueprint = Blueprint("moderating", __name__)


def done(what, url):
    """Write down what was done, and go to where it was."""
    reason = typed("reason")
    if not reason:
        abort(400, "Say why: others will ask.")
    action = Action(account=g.account, what=what, url=url, reason=reason)
    database.session.add(action)
    database.session.commit()
    flash(f"{what} It is in the log.")
    return redirect(url)


@blueprint.get("/t/<int:number>/moderate")
@for_moderators
def topic(number):
    boards = database.session.scalars(select(Board)).all()
    found = topic_numbered(number)
    return render_template("moderate.html", topic=found, boards=boards)


@blueprint.post("/t/<int:number>/lock")
@for_moderators
def lock(number):
    topic = topic_numbered(number)
    topic.locked = request.form["to"] == "locked"
    word = "Locked" if topic.locked else "Unlocked"
    return done(f"{word} {topic.title!r}.", url_for("boards.topic", number=number))


@blueprint.post("/t/<int:number>/move")
@for_moderators
def move(number):
    topic = topic_numbered(number)
    topic.board = board_called(request.form["board"])
    what = f"Moved {topic.title!r} to {topic.board.name}."
    return done(what, url_for("boards.topic", number=number))


@blueprint.post("/t/<int:number>/delete")
@for_moderators
def delete_topic(number):
    topic = topic_numbered(number)
    topic.deleted = True
    url = url_for("boards.board", slug=topic.board.slug)
    return done(f"Deleted {topic.title!r}.", url)


@blueprint.route("/p/<int:number>/delete", methods=["GET", "POST"])
@for_moderators
def delete_post(number):
    post = post_numbered(number)
    if request.method in READING:
        return render_template("moderate.html", post=post)
    post.deleted = True
    return done(f"Deleted a post by {post.account.name}.", url_of(post))


@blueprint.route("/u/<name>/ban", methods=["GET", "POST"])
@for_moderators
def ban(name):
    """Let somebody not write any more. Moderators can be banned by administrators."""
    member = named(name) or abort(404)
    if member.moderates and g.account.role != "administrator":
        abort(403, "Only an administrator can ban a moderator.")
    if member.id == g.account.id:
        abort(403, "Nobody can ban themselves.")
    if request.method in READING:
        return render_template("moderate.html", member=member)
    member.banned = typed("reason") if request.form["to"] == "banned" else None
    word = "Let in again" if member.banned is None else "Banned"
    return done(f"{word}: {member.name}.", url_for("accounts.profile", name=name))


@blueprint.get("/log")
@for_moderators
def log():
    query = select(Action).order_by(Action.id.desc())
    actions = paged(query.options(joinedload(Action.account)))
    return render_template("log.html", actions=actions)
