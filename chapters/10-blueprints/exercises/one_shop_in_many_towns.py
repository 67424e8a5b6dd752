"""One shop in many towns.

The same shop stands in several towns, each with its own things to sell. One blueprint has
the views, and it is registered once for each town. Write three functions.

- `take_town(endpoint, values)` is a `url_value_preprocessor` of the blueprint. The town
  comes as the value `town`. It is taken out of the values, so that no view has to take it
  as an argument, and kept in `g.town`.
- `give_town(endpoint, values)` is a `url_defaults` function of the application, called
  for every URL that is built. For an endpoint that expects a town,
  `current_app.url_map.is_endpoint_expecting(endpoint, "town")`, it puts that of the
  current request among the values, unless there is one already. Where the current
  request has no town, it leaves the values alone. It also leaves them alone for the
  endpoints of the shops, which have a dot: their rules know their town.
- `open_shops(app, blueprint, towns)` registers the blueprint with `app` once for each
  name in `towns`. The shop in Turku has the name "turku", its prefix is "/turku", and
  its rules have the value `town="turku"`, by the option `url_defaults` of
  `register_blueprint`, which is a dictionary of values. It also registers `give_town`
  with the application.
"""

from webtest import TestApp

from tinyflask import Blueprint, Flask, current_app, g, url_for

STOCK = {"turku": ["tea"], "oulu": ["milk", "cups"]}


def take_town(endpoint, values):
    """Keep the town of the request in `g`."""
    raise NotImplementedError("write take_town here")


def give_town(endpoint, values):
    """Have URLs lead to the town of the request."""
    raise NotImplementedError("write give_town here")


def open_shops(app, blueprint, towns):
    """Register ``blueprint`` with ``app`` for each of the ``towns``."""
    raise NotImplementedError("write open_shops here")


def _app():
    shop = Blueprint("shop", __name__)
    shop.url_value_preprocessor(take_town)

    @shop.get("/")
    def index():
        return [g.town, url_for(".thing", number=0)]

    @shop.get("/things/<int:number>")
    def thing(number):
        return STOCK[g.town][number]

    @shop.get("/elsewhere")
    def elsewhere():
        return url_for("oulu.thing", number=1)

    app = Flask(__name__)
    app.add_url_rule("/", "towns", lambda: url_for("map_of", town="oulu"))
    app.add_url_rule("/map/<town>", "map_of", lambda town: town)
    app.add_url_rule("/plain", "plain", lambda: url_for("towns"))
    open_shops(app, shop, ["turku", "oulu"])
    return app


def test_each_town_has_its_shop():
    client = TestApp(_app())
    for town, expected in (("turku", "tea"), ("oulu", "milk")):
        text = client.get(f"/{town}/things/0").text
        assert text == expected, f"In {town} thing 0 is {text!r}, not {expected!r}."


def test_the_views_know_their_town():
    client = TestApp(_app())
    for town in ("turku", "oulu"):
        found = client.get(f"/{town}/").json
        expected = [town, f"/{town}/things/0"]
        assert found == expected, f"In {town} the view says {found}, not {expected}."


def test_names():
    found = list(_app().blueprints)
    assert found == ["turku", "oulu"], f"The blueprints are called {found}."


def test_another_towns_url():
    """Another town's URL."""
    found = TestApp(_app()).get("/turku/elsewhere").text
    assert found == "/oulu/things/1", (
        f"From Turku, the URL of a thing in Oulu was {found!r}, not '/oulu/things/1'."
    )


def test_a_page_without_a_town():
    client = TestApp(_app())
    found = client.get("/").text
    assert found == "/map/oulu", f"With a town given, the URL was {found!r}."
    found = client.get("/plain").text
    assert found == "/", f"A page that expects no town has the URL {found!r}, not '/'."
    with _app().test_request_context("/plain"):
        values = {}
        give_town("map_of", values)
    assert values == {}, f"Nobody is in a town, and the values became {values}."


def test_a_town_that_is_given_wins():
    app = _app()
    with app.test_request_context("/turku/"):
        app.preprocess_request()
        own, given = url_for("map_of"), url_for("map_of", town="oulu")
    assert own == "/map/turku", f"In Turku the map is at {own!r}, not '/map/turku'."
    assert given == "/map/oulu", f"The map of Oulu is at {given!r}, not '/map/oulu'."


def test_a_town_that_is_not_there():
    status = TestApp(_app()).get("/pori/", expect_errors=True).status_code
    assert status == 404, f"There is no shop in Pori, and the answer was {status}."
