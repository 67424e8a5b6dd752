"""Record and register.

Write again the four methods by which a blueprint records and plays back. A recorded
function gets the state of a registration, a `BlueprintSetupState`.

Of `Blueprint`:

- `record(func)` appends `func` to `self.deferred_functions`.
- `record_once(func)` records a function that calls `func` with the state, but only if
  `state.first_registration` is true.
- `add_url_rule` records a function that calls `add_url_rule` of the state with the same
  `rule`, `endpoint` and `view_func`, and with all options, `provide_automatic_options`
  among them. An endpoint with a dot in it, or a view whose name has one where no endpoint
  is given, raises `ValueError`; a dot separates the names of blueprints.

Of `BlueprintSetupState`:

- `add_url_rule` calls `self.app.add_url_rule`. The rule gets the prefix,
  `self.url_prefix`, if that is not `None`: `joined(prefix, rule)` puts one slash between
  them, and for the rule "" the prefix alone is the rule. The endpoint, or else the view's
  name, gets `self.full_name` and a dot before it. The option `subdomain` is
  `self.subdomain` unless given, and `defaults` are `self.url_defaults` with the rule's own
  defaults over them.

Your methods are typed into the framework of chapter 10, and judged by the chapter's tests
as well.
"""

from tinyflask import Blueprint as _Blueprint
from tinyflask import Flask
from tinyflask.blueprints import joined
from tinyflask.helpers import setupmethod
from tinyflask.scaffold import Scaffold

TYPE_IN = "tinyflask/blueprints.py"


class BlueprintSetupState:
    ...

    def add_url_rule(self, rule, endpoint=None, view_func=None, **options):
        """Add a rule to the application, with the blueprint's prefix and name."""
        raise NotImplementedError("write add_url_rule of the state here")


class Blueprint(Scaffold):
    ...

    @setupmethod
    def record(self, func):
        """Have ``func`` called with the state of each registration."""
        raise NotImplementedError("write record here")

    @setupmethod
    def record_once(self, func):
        """Have ``func`` called at the first registration with an application."""
        raise NotImplementedError("write record_once here")

    @setupmethod
    def add_url_rule(
        self,
        rule,
        endpoint=None,
        view_func=None,
        provide_automatic_options=None,
        **options,
    ):
        """Record a rule."""
        raise NotImplementedError("write add_url_rule of the blueprint here")


def _registered(blueprint, **options):
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(blueprint, **options)
    return app


def _rules(app):
    return {rule.rule: rule.endpoint for rule in app.url_map.iter_rules()}


def test_record():
    states = []
    blueprint = _Blueprint("shop", __name__)
    blueprint.record(states.append)
    assert states == [], "A recorded function was called before any registration."
    app = _registered(blueprint)
    _registered(blueprint)
    assert len(states) == 2, (
        f"After two registrations it was called {len(states)} times."
    )
    assert states[0].app is app, "The state it was called with has another application."


def test_record_once():
    calls = []
    blueprint = _Blueprint("shop", __name__)
    blueprint.record_once(calls.append)
    app = _registered(blueprint)
    app.register_blueprint(blueprint, name="again")
    assert len(calls) == 1, (
        f"It was registered twice with one application, and called {len(calls)} times."
    )
    _registered(blueprint)
    assert len(calls) == 2, (
        "It was registered with a second application, for the first time. Called it was"
        f" {len(calls)} times in all, in place of 2."
    )


def test_a_rule_waits():
    blueprint = _Blueprint("shop", __name__)
    blueprint.add_url_rule("/", "index", lambda: "tea")
    count = len(blueprint.deferred_functions)
    assert count == 1, f"A rule was added, and {count} functions are recorded."


def test_a_rule_is_played_back():
    blueprint = _Blueprint("shop", __name__)
    blueprint.add_url_rule("/", "index", lambda: "tea")
    for options, expected in (
        ({}, {"/": "shop.index"}),
        ({"url_prefix": "/a"}, {"/a/": "shop.index"}),
        ({"url_prefix": "/a/", "name": "b"}, {"/a/": "b.index"}),
    ):
        found = _rules(_registered(blueprint, **options))
        assert found == expected, (
            f"With {options} the rules are {found}, not {expected}."
        )


def test_the_prefix_alone():
    blueprint = _Blueprint("shop", __name__, url_prefix="/shop")
    blueprint.add_url_rule("", "index", lambda: "tea")
    found = _rules(_registered(blueprint))
    assert found == {"/shop": "shop.index"}, f"The rule '' became {found}."


def test_the_endpoint_is_the_views_name():
    """The endpoint is the view's name."""
    blueprint = _Blueprint("shop", __name__)

    def teas():
        return "tea"

    blueprint.add_url_rule("/", view_func=teas)
    found = _rules(_registered(blueprint))
    assert found == {"/": "shop.teas"}, (
        f"The view is called teas, and the rules: {found}."
    )


def test_options():
    """Options are handed on."""
    blueprint = _Blueprint("shop", __name__, url_defaults={"a": 1, "b": 1})
    blueprint.add_url_rule(
        "/",
        "index",
        lambda **values: values,
        provide_automatic_options=False,
        methods=["POST"],
        defaults={"b": 2},
    )
    (rule,) = _registered(blueprint).url_map.iter_rules()
    assert rule.defaults == {"a": 1, "b": 2}, f"The defaults are {rule.defaults}."
    assert rule.methods == {"POST"}, f"The methods are {rule.methods}, not only POST."
    for options, expected in (({}, "a"), ({"subdomain": "b"}, "b")):
        shop = _Blueprint("shop", __name__, subdomain="a")
        shop.add_url_rule("/", "index", lambda: "tea", **options)
        (rule,) = _registered(shop).url_map.iter_rules()
        assert rule.subdomain == expected, (
            f"A rule with {options} in a blueprint for the subdomain 'a' has the"
            f" subdomain {rule.subdomain!r}, not {expected!r}."
        )
    again = next(_registered(blueprint).url_map.iter_rules())
    assert again.defaults == {"a": 1, "b": 2}, (
        f"At the second registration the defaults are {again.defaults}."
    )


def test_no_dots():
    blueprint = _Blueprint("shop", __name__)

    def view():
        return ""

    view.__name__ = "a.b"
    for arguments in ({"endpoint": "a.b"}, {"view_func": view}):
        refused = False
        try:
            blueprint.add_url_rule("/", **arguments)
        except ValueError:
            refused = True
        assert refused, f"There is a dot in {arguments}, and it was not refused."
