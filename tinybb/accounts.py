"""Accounts: to register, to log in and out, and to be let in again."""

import hashlib
import re
from secrets import token_urlsafe

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tinyflask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from .database import database
from .guarding import for_members, for_writers
from .models import Account, Post, Topic
from .paging import paged
from .passwords import give_password, hashed, is_right, problems_of
from .pictures import kind_of
from .throttling import attempt, forgive
from .writing import typed

blueprint = Blueprint("accounts", __name__)

# Larger pictures are not for showing in the size of a thumb.
LARGEST_PICTURE = 100_000
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,29}")
# So many seconds a letter is good for.
RESET_SECONDS = 3600


@blueprint.before_app_request
def find_account():
    """Put the account that the session was given to into ``g``, or nobody."""
    found = database.session.get(Account, session.get("account", 0))
    is_valid = found is not None and found.epoch == session.get("epoch")
    g.account = found if is_valid else None


@blueprint.route("/register", methods=["GET", "POST"])
def register():
    problems = {}
    if request.method == "POST":
        name, email = typed("name"), typed("email")
        problems = problems_of_account(name, email)
        problems |= problems_of(request.form["password"])
        if not problems:
            attempt("a new account", 10)
            account = make_account(name, email, hashed(request.form["password"]))
            if account is not None:
                enter(account)
                flash(f"Welcome, {account.name}.")
                return redirect(url_for("boards.index"))
            problems["name"] = "Somebody has this name."
    return page_with(problems, "register.html")


def page_with(problems, template, **values):
    """A form, with what is wrong with what was sent."""
    status = 422 if problems else 200
    return render_template(template, problems=problems, **values), status


def problems_of_account(name, email):
    problems = {}
    if not NAME.fullmatch(name):
        problems["name"] = "2 to 30 letters and digits, - and _ as well."
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email) or len(email) > 200:
        problems["email"] = "An address that letters can be sent to."
    return problems


def make_account(name, email, password):
    """The new account, or nothing if somebody has the name."""
    account = Account(name=name, email=email, password=password)
    database.session.add(account)
    try:
        database.session.commit()
    except IntegrityError:
        database.session.rollback()
        return None
    return account


def enter(account):
    """Give the session to an account. What was in it before is not taken along."""
    session.clear()
    session["account"], session["epoch"] = account.id, account.epoch


def named(name):
    """The account with a name, in capitals or not, or nothing."""
    return database.session.scalar(select(Account).where(Account.name == name))


@blueprint.route("/login", methods=["GET", "POST"])
def log_in():
    problems = {}
    if request.method == "POST":
        name = typed("name")
        tries = attempt(f"login as {name.lower()}", 5), attempt("login", 20)
        account = named(name)
        if is_right(account, request.form["password"]):
            forgive(*tries)
            database.session.commit()
            enter(account)
            return redirect(within(request.args.get("back")))
        problems["name"] = "This name and this password do not belong together."
    return page_with(problems, "login.html")


def within(target):
    """``target``, if it leads to a page of this forum. Else its first page."""
    # Of two slashes, of backslashes and of tabs browsers make other things.
    if target and re.fullmatch(r"/(?![/\\])[^\t\r\n]*", target):
        return target
    return url_for("boards.index")


@blueprint.post("/logout")
def log_out():
    session.clear()
    return redirect(url_for("boards.index"))


@blueprint.route("/forgotten", methods=["GET", "POST"])
def forgotten():
    """Send a link by which the password can be changed.

    Whether somebody has this address is not said to whoever asks.
    """
    if request.method == "POST":
        attempt("a letter", 5)
        query = select(Account).where(Account.email == typed("email")).limit(3)
        letters = [letter_for(account) for account in database.session.scalars(query)]
        # Whatever the mail does now, nobody waits for it.
        database.session.commit()
        for letter in letters:
            send(letter)
        flash("If an account has this address, a letter is on its way.")
        return redirect(url_for("accounts.log_in"))
    return render_template("forgotten.html")


def letter_for(account):
    """A letter with a link: an address, a subject and a text.

    Somebody else may have asked for it, by whatever name for this server. So the
    address in it is the one that the forum knows.
    """
    token = signer().dumps([account.id, account.epoch])
    url = current_app.config["ADDRESS"] + url_for("accounts.reset", token=token)
    text = f"Hello {account.name},\n\nfor an hour a new password can be had at\n{url}"
    return account.email, "A new password", text


def send(letter):
    """Send a letter. What goes wrong is for the log: the answer says nothing of it."""
    try:
        current_app.config["SEND"](*letter)
    except Exception:
        current_app.logger.exception("A letter was not sent.")


def signer():
    return URLSafeTimedSerializer(current_app.secret_key, salt="a new password")


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
def reset(token):
    try:
        number, epoch = signer().loads(token, max_age=RESET_SECONDS)
    except BadSignature:
        abort(404, "This link is not good, or not any more.")
    problems, new = {}, None
    if request.method == "POST":
        problems = problems_of(request.form["password"])
        new = None if problems else hashed(request.form["password"])
    account = database.session.get(Account, number)
    if account.epoch != epoch:
        abort(404, "This link was used, or there is another password since.")
    if new:
        change_password(account, new)
        flash("You have a new password.")
        return redirect(url_for("boards.index"))
    return page_with(problems, "reset.html")


def change_password(account, new):
    """Give an account what was `hashed`, and let nobody but us stay logged in."""
    give_password(account, new)
    database.session.commit()
    enter(account)


@blueprint.route("/account", methods=["GET", "POST"])
@for_members
def settings():
    problems = {}
    if request.method == "POST":
        attempt(f"login as {g.account.name.lower()}", 5)
        problems = problems_of(request.form["password"])
        if not is_right(g.account, request.form["old"]):
            problems["old"] = "This is not the password that you have."
        if not problems:
            change_password(g.account, hashed(request.form["password"]))
            flash("You have a new password.")
            return redirect(url_for("accounts.settings"))
    return page_with(problems, "account.html")


@blueprint.post("/account/token")
@for_writers
def new_token():
    """Make the token that a program writes by. It is shown once, and kept nowhere."""
    token = token_urlsafe()
    g.account.token = hashlib.sha256(token.encode()).hexdigest()
    database.session.commit()
    page = render_template("account.html", problems={}, token=token)
    return page, {"Cache-Control": "no-store"}


@blueprint.post("/account/picture")
@for_writers
def change_picture():
    """Keep an uploaded picture. The name of its file is not looked at."""
    data = request.files["picture"].read()
    kind = kind_of(data)
    if kind is None or len(data) > LARGEST_PICTURE:
        problems = {"picture": "A picture in PNG, JPEG, GIF or WebP, up to 100 kB."}
        return page_with(problems, "account.html")
    g.account.picture, g.account.picture_type = data, kind
    database.session.commit()
    return redirect(url_for("accounts.settings"))


@blueprint.get("/u/<name>")
def profile(name):
    member = named(name) or abort(404)
    posts = paged(
        select(Post)
        .join(Topic)
        .where(Post.account_id == member.id, ~Post.deleted, ~Topic.deleted)
        .order_by(Post.id.desc())
    )
    return render_template("profile.html", member=member, posts=posts)


@blueprint.get("/u/<name>/picture")
def picture(name):
    member = named(name) or abort(404)
    if member.picture is None:
        abort(404)
    response = current_app.response_class(member.picture)
    response.content_type = member.picture_type
    # Even if it were a page after all, nothing in it would run.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.add_etag()
    return response.make_conditional(request)
