"""A blog: pages with sessions, flashed messages and a SQLite file.

It is written for Flask and for tinyflask: only the import below differs.
"""

import functools
import sqlite3

from tinyflask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    g,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

SCHEMA = """
create table users (name text primary key, word text not null);
create table posts (
    id integer primary key, author text not null, title text not null, body text
);
"""


def database():
    """The connection of this request."""
    if "database" not in g:
        g.database = sqlite3.connect(current_app.config["DATABASE"])
        g.database.row_factory = sqlite3.Row
    return g.database


def close_database(error):
    connection = g.pop("database", None)
    if connection is not None:
        if error is None:
            connection.commit()
        connection.close()


auth = Blueprint("auth", __name__, url_prefix="/auth")
blog = Blueprint("blog", __name__, template_folder="templates")


@blog.before_app_request
def load_user():
    g.user = session.get("user")


@blog.app_context_processor
def site():
    return {"site": "A blog", "user": g.user}


@blog.app_template_filter()
def shout(text):
    return text.upper() + "!"


@auth.route("/register", methods=["GET", "POST"])
def register():
    if request.method == "POST":
        try:
            query = "insert into users values (?, ?)"
            database().execute(query, [request.form["name"], request.form["word"]])
        except sqlite3.IntegrityError:
            flash(f"{request.form['name']} is taken.", "error")
        else:
            flash("Welcome. Log in now.")
            return redirect(url_for(".login"))
    return render_template("blog/form.html", fields=["name", "word"])


@auth.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        query = "select * from users where name = ? and word = ?"
        values = [request.form["name"], request.form["word"]]
        if database().execute(query, values).fetchone() is None:
            flash("That is wrong.", "error")
            return render_template("blog/form.html", fields=["name", "word"]), 403
        session.clear()
        session["user"] = request.form["name"]
        session.permanent = "stay" in request.form
        return redirect(url_for("blog.index"))
    return render_template("blog/form.html", fields=["name", "word"])


@auth.post("/logout")
def logout():
    session.clear()
    return redirect(url_for("index"))


def login_required(view):
    @functools.wraps(view)
    def checked(**values):
        if g.user is None:
            flash("Log in first.", "error")
            return redirect(url_for("auth.login"))
        return view(**values)

    return checked


@blog.get("/")
def index():
    posts = database().execute("select * from posts order by id desc").fetchall()
    session["seen"] = (*session.get("seen", ()), len(posts))
    return render_template("blog/index.html", posts=posts)


@blog.route("/create", methods=["GET", "POST"])
@login_required
def create():
    if request.method == "POST":
        if not request.form["title"]:
            flash("A post needs a title.", "error")
        else:
            query = "insert into posts (author, title, body) values (?, ?, ?)"
            values = [g.user, request.form["title"], request.form.get("body", "")]
            database().execute(query, values)
            flash("Written.")
            return redirect(url_for(".index"))
    return render_template("blog/form.html", fields=["title", "body"])


@blog.post("/<int:number>/delete")
@login_required
def delete(number):
    query = "select author from posts where id = ?"
    post = database().execute(query, [number]).fetchone()
    if post is None:
        abort(404)
    if post["author"] != g.user:
        abort(403)
    database().execute("delete from posts where id = ?", [number])
    return redirect(url_for(".index"))


@blog.get("/messages")
def messages():
    return [get_flashed_messages(with_categories=True), dict(session)]


@blog.app_errorhandler(404)
@blog.app_errorhandler(403)
def error_page(error):
    return render_template("blog/error.html", error=error), error.code


def create_app(path):
    app = Flask(__name__)
    app.config.update(
        DATABASE=path, SECRET_KEY="for tests", SESSION_COOKIE_SAMESITE="Lax"
    )
    app.teardown_appcontext(close_database)
    app.register_blueprint(auth)
    app.register_blueprint(blog)
    app.add_url_rule("/", endpoint="index", view_func=blog_index)
    with app.app_context():
        database().executescript(SCHEMA)
    return app


def blog_index():
    return redirect(url_for("blog.index"), 307) if request.args else index()
