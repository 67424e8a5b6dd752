"""Boards, topics and posts: to read, to search, and to write."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tinyflask import (
    Blueprint,
    abort,
    g,
    redirect,
    render_template,
    request,
    url_for,
)

from .database import READING, database
from .guarding import for_writers
from .models import Board, Post, Topic, now
from .paging import paged, pages_for
from .searching import matching, words_in
from .writing import quoting, typed

blueprint = Blueprint("boards", __name__)

LONGEST_TITLE, LONGEST_POST = 100, 10_000
SENT = "This form was sent before, with another text. Send this one if it is new."


@blueprint.get("/")
def index():
    """All boards, with the number of their topics and the time of the last post."""
    query = (
        select(Board, func.count(Topic.id), func.max(Topic.changed))
        .outerjoin(Topic, (Topic.board_id == Board.id) & ~Topic.deleted)
        .group_by(Board.id)
        .order_by(Board.id)
    )
    return render_template("index.html", rows=database.session.execute(query))


@blueprint.get("/b/<slug>/")
def board(slug):
    found = board_called(slug)
    topics = paged(topics_of(found))
    return render_template("board.html", board=found, topics=topics)


def board_called(slug):
    found = database.session.scalar(select(Board).where(Board.slug == slug))
    return found or abort(404)


def topics_of(board):
    """The topics of a board, the one with the newest post first."""
    query = select(Topic).where(Topic.board_id == board.id, ~Topic.deleted)
    return query.order_by(Topic.changed.desc(), Topic.id.desc()).options(
        joinedload(Topic.account)
    )


@blueprint.get("/t/<int:number>")
def topic(number):
    found = topic_numbered(number)
    posts = paged(posts_of(found))
    return render_template("topic.html", topic=found, posts=posts, text="", problems={})


def topic_numbered(number):
    """A topic, if there is one that nobody took away."""
    found = database.session.get(Topic, number)
    if found is None or found.deleted:
        abort(404)
    return found


def posts_of(topic):
    """Its posts, also those that were taken away: their places stay."""
    query = select(Post).where(Post.topic_id == topic.id).order_by(Post.id)
    return query.options(joinedload(Post.account))


@blueprint.get("/p/<int:number>")
def post(number):
    """Lead to the page that a post is on."""
    return redirect(url_of(post_numbered(number)))


def post_numbered(number):
    """A post, if there is one that nobody took away."""
    found = database.session.get(Post, number)
    if found is None or found.deleted or found.topic.deleted:
        abort(404)
    return found


def url_of(post):
    """Where a post can be read."""
    before = select(func.count()).where(
        Post.topic_id == post.topic_id, Post.id <= post.id
    )
    page = pages_for(database.session.scalar(before))
    return url_for(
        "boards.topic", number=post.topic_id, page=page, _anchor=f"p{post.id}"
    )


@blueprint.route("/b/<slug>/new", methods=["GET", "POST"])
@for_writers
def new_topic(slug):
    found = board_called(slug)
    problems = {}
    if request.method == "POST":
        title, text = typed("title"), typed("text")
        if not 1 <= len(title) <= LONGEST_TITLE:
            problems["title"] = f"1 to {LONGEST_TITLE} letters."
        problems |= problems_of(text)
        if not problems:
            topic = Topic(board=found, account=g.account, title=title)
            post = write(topic, text, request.form["form"])
            if post.text == text:
                return kept(post)
            problems["text"] = SENT
    page = render_template("new_topic.html", board=found, problems=problems)
    return page, 422 if problems else 200


def problems_of(text):
    if 1 <= len(text) <= LONGEST_POST:
        return {}
    return {"text": f"1 to {LONGEST_POST:,} letters."}


def write(topic, text, form):
    """Keep a post, and return it. A form that was sent before is the same post."""
    form = f"{g.account.id} {form}"[:100]
    post = database.session.scalar(select(Post).where(Post.form == form))
    if post is None:
        topic.changed = now()
        post = Post(topic=topic, account=g.account, text=text, form=form)
        database.session.add(post)
        database.session.flush()
    return post


def kept(post):
    """Keep what was written, and lead to it. The turn is over with the commit."""
    url = url_of(post)
    database.session.commit()
    return redirect(url)


@blueprint.route("/t/<int:number>/reply", methods=["GET", "POST"])
@for_writers
def reply(number):
    topic = open_topic(number)
    if request.method in READING:
        quoted = request.args.get("quote", type=int)
        text = quoting(post_numbered(quoted)) if quoted else ""
        return page_to_write(topic, text)
    text = typed("text")
    problems = problems_of(text)
    if not problems:
        post = write(topic, text, request.form["form"])
        if post.text == text:
            return kept(post)
        problems["text"] = SENT
    return page_to_write(topic, text, problems)


def open_topic(number):
    """A topic that one can write to. Refuses what a moderator has locked."""
    topic = topic_numbered(number)
    if topic.locked and not g.account.moderates:
        abort(403, "This topic is locked.")
    return topic


def page_to_write(topic, text, problems=None, post=None):
    """The page with an answer to be written, or with a post to be changed."""
    page = render_template(
        "write.html", topic=topic, text=text, problems=problems or {}, post=post
    )
    return page, 422 if problems else 200


@blueprint.route("/p/<int:number>/edit", methods=["GET", "POST"])
@for_writers
def edit(number):
    post = post_numbered(number)
    if post.account_id != g.account.id:
        abort(403, "This is somebody else's.")
    topic = open_topic(post.topic_id)
    if request.method in READING:
        return page_to_write(topic, post.text, post=post)
    text = typed("text")
    problems = problems_of(text)
    if problems:
        return page_to_write(topic, text, problems, post)
    post.text, post.edited = text, now()
    return kept(post)


@blueprint.get("/search")
def search():
    text = request.args.get("q", "")
    searched = words_in(text)
    posts = paged(matching(searched)) if searched else None
    return render_template("search.html", words=text, posts=posts)
