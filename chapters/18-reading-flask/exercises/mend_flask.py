"""Mend Flask.

The last one. Another copy of Flask has a fault in one line. This is all that is known: the shop's own page
for what is missing is not shown any more. The general one is shown everywhere.

    @shop.errorhandler(404)          # of the blueprint
    @app.errorhandler(404)           # of the application

Find the line, and say what it should be. `FILE` is the file as a path below the copy's folder, such as
`json/tag.py`. `WRONG` is a piece of it as it stands there, which is there once. `RIGHT` is what has to stand
in its place. Mend the cause: nothing else may change. (`diff` would find the line, since you have the right
Flask as well. At work you would not.)

To have the copy in a folder `broken_flask`, where you are: `copy_flask("the page", Path())`.
"""

import ast
import importlib
import tempfile
from pathlib import Path

import flask

from workshop.exercises.faults import copy_flask
from workshop.exercises.programs import on_path

FILE = ""
WRONG = """
"""
RIGHT = """
"""


def test_the_place_is_there():
    """The file and the piece of it that is wrong are there."""
    with _copy() as package:
        _mend(package)


def test_the_shops_own_page():
    """The page of the blueprint is shown again."""
    found = _answers()["/shop/tea"]
    assert found == "the shop", f"For what is missing in the shop there is {found!r}."


def test_the_general_page():
    """Elsewhere the general one is shown."""
    found = _answers()["/nowhere"]
    assert found == "everywhere", f"For an address that does not exist: {found!r}."


def test_a_blueprint_in_the_shop():
    """A blueprint without a page of its own has that of the one around it."""
    found = _answers()["/shop/teas/green"]
    assert found == "the shop", f"Two blueprints deep, it is {found!r}."


def test_a_code_before_a_class():
    """Who knows the code comes before who knows the class."""
    found = _answers()["/other/tea"]
    assert found == "everywhere", (
        f"A blueprint handles HTTPException, and the application 404: {found!r}."
    )


def test_nothing_else_has_changed():
    """The line does again what it did, and no other line is another."""
    with _copy() as package:
        mended = _mend(package)
    theirs = Path(flask.__file__).parent.joinpath(FILE).read_text("utf-8")
    same = ast.dump(ast.parse(mended)) == ast.dump(ast.parse(theirs))
    assert same, "It works, and the file does something else than Flask's own still."


class _copy:
    """A copy of Flask with the fault, as a folder that can be imported."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        return copy_flask("the page", Path(self.folder.name).resolve(), "copied_flask")

    def __exit__(self, *error):
        self.folder.cleanup()


def _mend(package):
    path, wrong = package / FILE, WRONG.strip()
    assert FILE and path.is_file(), (
        f"There is no file {FILE!r} in the copy. The copy's own folder is left out."
    )
    assert wrong, "Say in WRONG what is wrong."
    text = path.read_text("utf-8")
    count = text.count(wrong)
    assert count == 1, f"The piece in WRONG is {count} times in {FILE}, and not once."
    mended = text.replace(wrong, RIGHT.strip())
    path.write_text(mended, "utf-8")
    return mended


def _answers():
    with _copy() as package:
        _mend(package)
        with on_path(package.parent):
            return _ask(importlib.import_module("copied_flask"))


def _ask(copied):
    from werkzeug.exceptions import HTTPException

    app = copied.Flask("everything")
    shop, teas, other = (
        copied.Blueprint(name, "everything", url_prefix=f"/{name}")
        for name in ("shop", "teas", "other")
    )
    for part in (shop, teas, other):
        part.add_url_rule("/<thing>", "missing", lambda thing: copied.abort(404))
    shop.register_error_handler(404, lambda error: "the shop")
    other.register_error_handler(HTTPException, lambda error: "the other")
    app.register_error_handler(404, lambda error: "everywhere")
    shop.register_blueprint(teas)
    app.register_blueprint(shop)
    app.register_blueprint(other)
    client = app.test_client()
    paths = ("/shop/tea", "/shop/teas/green", "/nowhere", "/other/tea")
    return {path: client.get(path).text for path in paths}
