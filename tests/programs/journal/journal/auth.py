"""Who writes: registering, logging in and out."""

import functools
import sqlite3

import click
from werkzeug.security import check_password_hash, generate_password_hash

from tinyflask import (
    Blueprint,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from .db import get_db

bp = Blueprint("auth", __name__, url_prefix="/auth", cli_group="users")


@bp.before_app_request
def load_user():
    user_id = session.get("user_id")
    g.user = None
    if user_id is not None:
        query = "SELECT * FROM user WHERE id = ?"
        g.user = get_db().execute(query, (user_id,)).fetchone()


def login_required(view):
    @functools.wraps(view)
    def wrapped(**values):
        if g.user is None:
            flash("Log in first.")
            return redirect(url_for("auth.login", next=request.path))
        return view(**values)

    return wrapped


def add_user(username, password):
    """Add a user; raises `ValueError` where the name is taken or empty."""
    if not username or not password:
        raise ValueError("Both a name and a password are needed.")
    db = get_db()
    try:
        db.execute(
            "INSERT INTO user (username, password) VALUES (?, ?)",
            (username, generate_password_hash(password)),
        )
    except sqlite3.IntegrityError:
        raise ValueError(f"{username} is registered already.") from None
    db.commit()


@bp.route("/register", methods=("GET", "POST"))
def register():
    if request.method == "POST":
        try:
            add_user(request.form["username"], request.form["password"])
        except ValueError as error:
            flash(str(error))
        else:
            return redirect(url_for("auth.login"))
    return render_template("auth/form.html", title="Register")


@bp.route("/login", methods=("GET", "POST"))
def login():
    if request.method == "POST":
        query = "SELECT * FROM user WHERE username = ?"
        user = get_db().execute(query, (request.form["username"],)).fetchone()
        if user and check_password_hash(user["password"], request.form["password"]):
            session.clear()
            session["user_id"] = user["id"]
            return redirect(url_for("index"))
        flash("That name and this password do not go together.")
    return render_template("auth/form.html", title="Log in")


@bp.get("/logout")
def logout():
    session.clear()
    return redirect(url_for("index"))


@bp.cli.command("add")
@click.argument("username")
@click.password_option()
def add_command(username, password):
    """Register a user."""
    try:
        add_user(username, password)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{username} can log in now.")
