"""A table in four methods.

Hint: `{"number": number, **row}` is a row with its number, and a function of its own for
that saves writing it five times.

Hint: The next number is `max(self.table, default=0) + 1`.

Hint: Within the blueprint, the URL of a row is `url_for(".row", number=number)`, whatever
the blueprint is called and wherever it is registered.

Hint: In `resource`, `view_func=Rows.as_view("rows", table)`.

Learnt: The class says what can be done with a table, and `as_view` is told with which
one. So one class serves as many tables as there are.

In Flask: `MethodView` in `src/flask/views.py`. The extension Flask-RESTful is built on
it.

Try: Have `resource` take a list of decorators for both views, and give it one that wants a
key for everything but `GET`.
"""

from tinyflask import Blueprint, Flask, abort, request, url_for
from tinyflask.views import MethodView


def with_number(number, row):
    return {"number": number, **row}


class Rows(MethodView):
    """All rows of a table."""

    def __init__(self, table):
        self.table = table

    def get(self):
        return [
            with_number(number, self.table[number]) for number in sorted(self.table)
        ]

    def post(self):
        number = max(self.table, default=0) + 1
        self.table[number] = request.get_json()
        location = url_for(".row", number=number)
        return with_number(number, self.table[number]), 201, {"Location": location}


class Row(MethodView):
    """One row of a table."""

    def __init__(self, table):
        self.table = table

    def dispatch_request(self, number):
        if number not in self.table:
            abort(404)
        return super().dispatch_request(number=number)

    def get(self, number):
        return with_number(number, self.table[number])

    def put(self, number):
        self.table[number] = request.get_json()
        return self.get(number)

    def delete(self, number):
        del self.table[number]
        return "", 204


def resource(name, table):
    """Return a blueprint by which ``table`` can be read and changed."""
    blueprint = Blueprint(name, __name__, url_prefix=f"/{name}")
    blueprint.add_url_rule("/", view_func=Rows.as_view("rows", table))
    blueprint.add_url_rule("/<int:number>", view_func=Row.as_view("row", table))
    return blueprint
