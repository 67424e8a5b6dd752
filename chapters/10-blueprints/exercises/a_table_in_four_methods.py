"""A table in four methods.

A table is a dictionary from numbers to dictionaries, `{1: {"name": "tea"}}`. Write two
classes of views, so that a client can read and change any table, and `resource`, which
makes a blueprint of both for one table.

`Rows` is for the whole table:

- `get` returns all rows, as a list of dictionaries, in the order of their numbers. Each
  has its number as `"number"` as well: `{"number": 1, "name": "tea"}`.
- `post` takes a row from the JSON of the request and puts it under the next number, which
  is one more than the highest, and 1 in an empty table. It returns the row with its
  number, the status 201, and the header `Location` with the URL of the row.

`Row` is for one row, whose number comes from the path:

- `get` returns it with its number.
- `put` replaces it by the JSON of the request, and returns it with its number.
- `delete` takes it away and returns an empty body with the status 204.
- Each of them answers 404 for a number that is not in the table.

`resource(name, table)` returns a blueprint `name` with the prefix `/name`. `Rows` answers
at `/name/` with the endpoint `rows`, and `Row` at `/name/<int:number>` with the endpoint
`row`. Both get the table when they are made.
"""

from webtest import TestApp

from tinyflask import Blueprint, Flask, abort, request, url_for
from tinyflask.views import MethodView


class Rows(MethodView):
    """All rows of a table."""

    def __init__(self, table):
        self.table = table

    def get(self):
        raise NotImplementedError("write get of Rows here")

    def post(self):
        raise NotImplementedError("write post here")


class Row(MethodView):
    """One row of a table."""

    def __init__(self, table):
        self.table = table

    def get(self, number):
        raise NotImplementedError("write get of Row here")

    def put(self, number):
        raise NotImplementedError("write put here")

    def delete(self, number):
        raise NotImplementedError("write delete here")


def resource(name, table):
    """Return a blueprint by which ``table`` can be read and changed."""
    raise NotImplementedError("write resource here")


def _an_object(place):
    return (
        f"The view for {place} is an object of your class. A rule wants a function, which"
        " makes a new object for each request: as_view returns one."
    )


def _register(app, name, table, **options):
    try:
        app.register_blueprint(resource(name, table), **options)
    except AttributeError as error:
        # An object has no name that could become the endpoint.
        assert not isinstance(error.obj, MethodView), _an_object("a rule")
        raise


def _client():
    app = Flask(__name__)
    tables = {"teas": {2: {"name": "black"}, 1: {"name": "green"}}, "cups": {}}
    for name, table in tables.items():
        _register(app, name, table)
    for endpoint, view in app.view_functions.items():
        assert not isinstance(view, MethodView), _an_object(endpoint)
    client = TestApp(app)
    client.tables = tables
    return client


def test_all_rows():
    client = _client()
    found = client.get("/teas/").json
    expected = [{"number": 1, "name": "green"}, {"number": 2, "name": "black"}]
    assert found == expected, f"The teas are {found}, in place of {expected}."
    found = client.get("/cups/").json
    assert found == [], f"There are no cups, and /cups/ answered {found}."


def test_one_row():
    found = _client().get("/teas/2").json
    expected = {"number": 2, "name": "black"}
    assert found == expected, f"Tea 2 is {found}, in place of {expected}."


def test_adding():
    client = _client()
    response = client.post_json("/teas/", {"name": "white"}, expect_errors=True)
    assert response.status_code == 201, f"A row was added, with {response.status}."
    assert response.json == {"number": 3, "name": "white"}, (
        f"The new tea is {response.json}."
    )
    location = response.headers.get("Location", "")
    assert location.endswith("/teas/3"), (
        f"The new tea should be at /teas/3: {location!r}"
    )
    assert client.get("/teas/3").json["name"] == "white", "The new tea is not there."
    assert client.tables["teas"][3] == {"name": "white"}, (
        f"In the table the new tea is {client.tables['teas'][3]}; its number is not a part"
        " of the row."
    )
    number = client.post_json("/cups/", {"name": "small"}).json["number"]
    assert number == 1, f"The first cup has the number {number}."


def test_a_number_is_not_the_count():
    client = _client()
    client.delete("/teas/1")
    number = client.post_json("/teas/", {"name": "white"}).json["number"]
    assert number == 3, f"There was a tea 2, and the next one has the number {number}."


def test_replacing():
    client = _client()
    found = client.put_json("/teas/1", {"kind": "jasmine"}).json
    assert found == {"number": 1, "kind": "jasmine"}, f"Tea 1 became {found}."
    assert client.tables["teas"][1] == {"kind": "jasmine"}, (
        f"In the table tea 1 is {client.tables['teas'][1]}; its number is not a part of"
        " the row."
    )


def test_an_empty_row():
    client = _client()
    found = client.put_json("/teas/1", {}, expect_errors=True)
    assert found.status_code == 200, f"{{}} is a row as well: {found.status_code}."
    for method in ("GET", "DELETE"):
        found = client.request("/teas/1", method=method, expect_errors=True).status_code
        assert found in (200, 204), (
            f"Row 1 is {{}}, which is empty and there, and {method} answered {found}."
        )


def test_deleting():
    client = _client()
    response = client.delete("/teas/1")
    assert response.status_code == 204, f"Deleted, with {response.status}, not 204."
    assert 1 not in client.tables["teas"], "Tea 1 was deleted, and is still there."


def test_a_row_that_is_not_there():
    client = _client()
    for method in ("GET", "PUT", "DELETE"):
        status = client.request(
            "/teas/7",
            method=method,
            body=b"{}",
            headers={"Content-Type": "application/json"},
            expect_errors=True,
        ).status_code
        assert status == 404, f"There is no tea 7, and {method} was answered {status}."
    assert 7 not in client.tables["teas"], "PUT made a row that was not there."


def test_methods():
    client = _client()
    for path, methods in (
        ("/teas/", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/teas/1", {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}),
    ):
        allow = client.options(path).headers["Allow"]
        assert set(allow.split(", ")) == methods, f"{path} allows {allow}."


def test_endpoints():
    app = Flask(__name__)
    _register(app, "teas", {}, url_prefix="/shop/teas")
    with app.test_request_context("/"):
        found = url_for("teas.rows"), url_for("teas.row", number=1)
    expected = ("/shop/teas/", "/shop/teas/1")
    assert found == expected, f"Under another prefix the URLs are {found}."
    client = TestApp(app)
    location = client.post_json("/shop/teas/", {}).headers.get("Location", "")
    assert location.endswith("/shop/teas/1"), f"There, a new row is at {location!r}."
