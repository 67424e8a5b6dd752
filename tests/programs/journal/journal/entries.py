"""What is written: the list, and entries that only their author changes."""

from tinyflask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from .auth import login_required
from .db import get_db

bp = Blueprint("entries", __name__)

QUERY = """
    SELECT entry.id, title, body, created, author_id, username
    FROM entry JOIN user ON author_id = user.id
"""


@bp.app_template_filter("paragraphs")
def paragraphs(text):
    return [each.strip() for each in text.split("\n\n") if each.strip()]


@bp.get("/")
def index():
    page = request.args.get("page", 1, type=int)
    size = current_app.config["PER_PAGE"]
    query = f"{QUERY} ORDER BY entry.id DESC LIMIT ? OFFSET ?"
    found = get_db().execute(query, (size + 1, max(page - 1, 0) * size)).fetchall()
    older = page + 1 if len(found) > size else None
    return render_template("entries/index.html", entries=found[:size], older=older)


@bp.get("/feed.json")
def feed():
    found = get_db().execute(f"{QUERY} ORDER BY entry.id DESC").fetchall()
    return jsonify(
        [
            {
                "title": entry["title"],
                "author": entry["username"],
                "url": url_for(".show", number=entry["id"], _external=True),
            }
            for entry in found
        ]
    )


def entry_or_404(number, own=True):
    entry = get_db().execute(f"{QUERY} WHERE entry.id = ?", (number,)).fetchone()
    if entry is None:
        abort(404, f"There is no entry {number}.")
    if own and entry["author_id"] != g.user["id"]:
        abort(403)
    return entry


@bp.get("/<int:number>")
def show(number):
    return render_template("entries/entry.html", entry=entry_or_404(number, own=False))


def from_the_form(query, *values):
    """Run a query with the form's title and body, or return ``False``."""
    title, body = request.form["title"].strip(), request.form["body"]
    if not title:
        flash("An entry needs a title.")
        return False
    db = get_db()
    db.execute(query, (title, body, *values))
    db.commit()
    return True


@bp.route("/create", methods=("GET", "POST"))
@login_required
def create():
    if request.method == "POST":
        query = "INSERT INTO entry (title, body, author_id) VALUES (?, ?, ?)"
        if from_the_form(query, g.user["id"]):
            return redirect(url_for(".index"))
    return render_template("entries/form.html", entry=None)


@bp.route("/<int:number>/update", methods=("GET", "POST"))
@login_required
def update(number):
    entry = entry_or_404(number)
    if request.method == "POST":
        query = "UPDATE entry SET title = ?, body = ? WHERE id = ?"
        if from_the_form(query, number):
            return redirect(url_for(".show", number=number))
    return render_template("entries/form.html", entry=entry)


@bp.post("/<int:number>/delete")
@login_required
def delete(number):
    entry_or_404(number)
    db = get_db()
    db.execute("DELETE FROM entry WHERE id = ?", (number,))
    db.commit()
    return redirect(url_for(".index"))
