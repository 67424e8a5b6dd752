"""A library: an interface in JSON, in two versions, with errors of its own.

Each version is a blueprint, and has the same parts. It is written for Flask and for
tinyflask: only the import below differs.
"""

from dataclasses import dataclass, field

from werkzeug.exceptions import HTTPException

from tinyflask import Blueprint, Flask, abort, current_app, g, request, url_for


class LibraryError(Exception):
    """What goes wrong in a library."""

    status = 409


class OnLoan(LibraryError):
    """Somebody has the book."""


class NoSuchReader(LibraryError):
    """Nobody is called so."""

    status = 404


@dataclass
class Library:
    """The books, and who has them."""

    books: dict = field(default_factory=dict)
    readers: set = field(default_factory=lambda: {"ann", "bob"})

    def lend(self, number, reader):
        if reader not in self.readers:
            raise NoSuchReader(reader)
        book = self.books[number]
        if book["reader"] not in (None, reader):
            raise OnLoan(book["title"])
        book["reader"] = reader
        return book


books = Blueprint("books", __name__, url_prefix="/books")


def library():
    return current_app.config["LIBRARY"]


def shown(number):
    book = library().books[number]
    urls = {"self": url_for(".show", number=number)}
    if book["reader"] is not None:
        urls["reader"] = url_for("readers.show", name=book["reader"])
    return {"number": number, **book, "urls": urls}


@books.url_value_preprocessor
def find_book(endpoint, values):
    number = (values or {}).get("number")
    if number is not None and number not in library().books:
        abort(404, f"There is no book {number}.")


@books.get("/")
def index():
    wanted = request.args.get("title", "").lower()
    numbers = sorted(library().books)
    return [
        shown(number)
        for number in numbers
        if wanted in library().books[number]["title"].lower()
    ]


@books.post("/")
def add():
    book = request.get_json()
    if not isinstance(book, dict) or not isinstance(book.get("title"), str):
        abort(400, "A book needs a title.")
    number = len(library().books) + 1
    library().books[number] = {"title": book["title"], "reader": None}
    return shown(number), 201, {"Location": url_for(".show", number=number)}


@books.get("/<int:number>")
def show(number):
    return shown(number)


@books.route("/<int:number>/reader", methods=["PUT"])
def lend(number):
    library().lend(number, request.get_json()["reader"])
    return shown(number)


@books.route("/<int:number>/reader", methods=["DELETE"])
def give_back(number):
    library().books[number]["reader"] = None
    return "", 204


@books.get("/<int:number>/fail")
def fail(number):
    return library().books[number]["pages"]


@books.after_request
def count(response):
    response.headers["X-Books"] = str(len(library().books))
    return response


readers = Blueprint("readers", __name__)


@readers.get("/readers/<name>")
def show_reader(name):
    if name not in library().readers:
        raise NoSuchReader(name)
    has = [book["title"] for book in library().books.values() if book["reader"] == name]
    return {"name": name, "books": has, "version": g.get("version")}


readers.add_url_rule("/readers/<name>/", "show", show_reader)


def create_app(database=None):
    app = Flask(__name__, static_folder=None)
    app.config["LIBRARY"] = Library()
    app.logger.disabled = True
    app.register_blueprint(readers)

    for number in (1, 2):
        version = Blueprint(f"v{number}", __name__, url_prefix=f"/v{number}")

        @version.before_request
        def note_version(number=number):
            g.version = number
            if number == 1 and request.method == "DELETE":
                return {"error": "Version 1 deletes nothing."}, 405
            return None

        @version.after_request
        def tell_version(response, number=number):
            response.headers.add("X-Version", str(number))
            return response

        @version.errorhandler(LibraryError)
        def library_error(error, number=number):
            kind = type(error).__name__
            return {"error": kind, "about": str(error), "v": number}, error.status

        version.register_blueprint(books)
        app.register_blueprint(version)

    @app.errorhandler(HTTPException)
    def http_error(error):
        response = error.get_response()
        response.set_data(app.json.dumps({"error": error.name, "code": error.code}))
        response.content_type = "application/json"
        return response

    @app.errorhandler(OnLoan)
    def on_loan(error):
        return {"error": "never seen, since a blueprint has the nearer one"}, 500

    @app.errorhandler(LibraryError)
    def any_library_error(error):
        return {"error": str(error)}, error.status

    return app
