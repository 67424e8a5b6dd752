"""Notes: a program such as one writes after six chapters.

Pages with forms, an API in JSON, and a database that is open for one request. It is
written for Flask and for tinyflask: only the import below differs.
"""

import io
import sqlite3
from pathlib import Path

from tinyflask import (
    Flask,
    abort,
    current_app,
    g,
    get_template_attribute,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    stream_with_context,
    url_for,
)

SCHEMA = """
create table if not exists notes (
    id integer primary key,
    title text not null,
    body text not null default '',
    done integer not null default 0
)
"""


def create_app(database):
    """Return the application, with its notes in the file ``database``."""
    app = Flask(__name__)
    app.config["DATABASE"] = str(database)
    app.config["MAX_CONTENT_LENGTH"] = 20_000
    app.teardown_appcontext(close_database)
    app.add_template_filter(excerpt)

    app.add_url_rule("/", "index", index)
    app.add_url_rule("/notes/", "add", add, methods=["GET", "POST"])
    app.add_url_rule("/notes/<int:number>", "show", show)
    app.add_url_rule("/notes/<int:number>/done", "done", done, methods=["POST"])
    app.add_url_rule("/notes/<int:number>/row", "row", row)
    app.add_url_rule("/notes/<int:number>.txt", "download", download)
    app.add_url_rule("/export.csv", "export", export)
    app.add_url_rule("/import", "import", import_file, methods=["POST"])

    app.add_url_rule("/api/notes", "api_list", api_list)
    app.add_url_rule("/api/notes", "api_add", api_add, methods=["POST"])
    app.add_url_rule("/api/notes/<int:number>", "api_note", api_note)
    app.add_url_rule(
        "/api/notes/<int:number>", "api_delete", api_delete, methods=["DELETE"]
    )
    with app.app_context():
        database_connection().executescript(SCHEMA)
    return app


# The database


def database_connection():
    """Return the connection that is open while this request lasts."""
    if "database" not in g:
        g.database = sqlite3.connect(current_app.config["DATABASE"])
        g.database.row_factory = sqlite3.Row
    return g.database


def close_database(error):
    """Keep what was written, unless an error ended the request."""
    database = g.pop("database", None)
    if database is not None:
        if error is None:
            database.commit()
        database.close()


def find(number):
    """Return the note with this number, or answer 404."""
    query = "select * from notes where id = ?"
    note = database_connection().execute(query, [number]).fetchone()
    if note is None:
        abort(404, f"There is no note {number}.")
    return note


def insert(title, body):
    query = "insert into notes (title, body) values (?, ?)"
    return database_connection().execute(query, [title, body]).lastrowid


# Pages


def excerpt(text, length=20):
    return text if len(text) <= length else f"{text[:length].rstrip()}…"


def index():
    words = request.args.get("q", "").strip()
    query = "select * from notes where title like ? order by done, id"
    notes = database_connection().execute(query, [f"%{words}%"]).fetchall()
    return render_template("index.html", notes=notes, words=words)


def add():
    if request.method == "GET":
        return render_template("add.html", form={}, problem=None)
    title = request.form.get("title", "").strip()
    if not title:
        page = render_template(
            "add.html", form=request.form, problem="Give it a title."
        )
        return page, 400
    number = insert(title, request.form["body"])
    return redirect(url_for("show", number=number), 303)


def show(number):
    response = make_response(render_template("show.html", note=find(number)))
    response.set_cookie("last", str(number), httponly=True, samesite="Lax")
    return response


def done(number):
    find(number)
    query = "update notes set done = not done where id = ?"
    database_connection().execute(query, [number])
    return redirect(url_for("index", _anchor=f"note-{number}"))


def row(number):
    """A part of a page, for a script that renews one line of the list."""
    return get_template_attribute("macros.html", "row")(find(number))


def download(number):
    note = find(number)
    file = io.BytesIO(f"{note['title']}\n\n{note['body']}\n".encode())
    return send_file(
        file,
        mimetype="text/plain",
        as_attachment=True,
        download_name=f"{note['title']}.txt",
    )


def export():
    """The notes as a table, sent line by line, while the database is still open."""

    def lines():
        yield "number,title\r\n"
        query = "select id, title from notes order by id"
        for number, title in database_connection().execute(query):
            quoted = title.replace('"', '""')
            yield f'{number},"{quoted}"\r\n'

    notes = stream_with_context(lines())
    return notes, {"Content-Type": "text/csv; charset=utf-8"}


def import_file():
    file = request.files.get("file")
    if file is None:
        abort(400, "Send the titles in a file, one in a line.")
    titles = [line.strip() for line in file.read().decode("utf-8").splitlines()]
    for title in filter(None, titles):
        insert(title, "")
    return redirect(url_for("index"))


# The API


def as_dict(note):
    url = url_for("api_note", number=note["id"])
    return {"title": note["title"], "done": bool(note["done"]), "url": url}


def api_list():
    notes = database_connection().execute("select * from notes order by id")
    return [as_dict(note) for note in notes]


def api_add():
    data = request.get_json()
    if not isinstance(data, dict) or not data.get("title"):
        return {"problem": "A note needs a title."}, 400
    number = insert(data["title"], data.get("body", ""))
    headers = {"Location": url_for("api_note", number=number)}
    return as_dict(find(number)), 201, headers


def api_note(number):
    note = find(number)
    return jsonify(**as_dict(note), body=note["body"])


def api_delete(number):
    find(number)
    database_connection().execute("delete from notes where id = ?", [number])
    return "", 204, [("X-Deleted", str(number))]


if __name__ == "__main__":
    create_app(Path("notes.db")).run()
