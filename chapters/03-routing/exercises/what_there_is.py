"""What there is.

The rules of an application are data, and data can be listed. Write `listing(app)`, which
returns one line of text for each rule, sorted by the rule:

    GET /
    GET,POST /cart
    GET /items/<int:number> -> show_item

- A line begins with the methods, in alphabetical order and with commas between. HEAD and
  OPTIONS, which the framework adds to most rules, are left out.
- Then comes the rule as it was written.
- Where the endpoint is not the rule's last word, an arrow and the endpoint follow. The last
  word is what stands after the last slash, a slash at the very end not counted: `cart` for
  `/cart` and for `/cart/`, `<int:number>` for `/items/<int:number>`. The rule `/` has none,
  and counts as if its last word were `index`.

`app.url_map.iter_rules()` goes through the rules. A rule has `rule`, its text, and `methods`
and `endpoint`.
"""

from tinyflask import Flask


def listing(app):
    """The rules of ``app``, one to a line."""
    raise NotImplementedError("write listing here")


def test_the_rule_and_its_method():
    found = _listed(("/about", "about", ["GET"]))
    assert found == ["GET /about"], (
        f"For /about it lists {found!r}. It should be ['GET /about']."
    )


def test_methods_are_sorted():
    found = _listed(("/cart", "cart", ["POST", "GET"]))
    assert found == ["GET,POST /cart"], (
        f"For GET and POST of /cart it lists {found!r}."
        " It should be ['GET,POST /cart']."
    )


def test_what_the_framework_adds_is_left_out():
    found = "".join(_listed(("/about", "about", ["GET"])))
    assert "HEAD" not in found, f"HEAD was not asked for, and it lists {found!r}."
    assert "OPTIONS" not in found, f"OPTIONS was not asked for, and it lists {found!r}."


def test_another_endpoint_is_named():
    found = _listed(("/items/<int:number>", "show_item", ["GET"]))
    wanted = ["GET /items/<int:number> -> show_item"]
    assert found == wanted, f"For show_item it lists {found!r}, not {wanted!r}."


def test_a_word_that_is_only_like_it_is_another():
    found = _listed(("/items", "item", ["DELETE", "PATCH", "PUT"]))
    wanted = ["DELETE,PATCH,PUT /items -> item"]
    assert found == wanted, f"For item at /items it lists {found!r}, not {wanted!r}."


def test_the_first_page_is_the_index():
    found = _listed(("/", "index", ["GET"]))
    assert found == ["GET /"], (
        f"For the endpoint index of / it lists {found!r}. It should be ['GET /']."
    )
    found = _listed(("/", "start", ["GET"]))
    assert found == ["GET / -> start"], (
        f"For the endpoint start of / it lists {found!r}."
        " It should be ['GET / -> start']."
    )


def test_a_slash_at_the_end_is_no_word():
    found = _listed(("/shop/", "shop", ["GET"]))
    assert found == ["GET /shop/"], (
        f"For the endpoint shop of /shop/ it lists {found!r}."
        " It should be ['GET /shop/']."
    )


def test_the_last_word_of_several():
    found = _listed(("/shop/cart", "cart", ["GET"]), ("/shop/tea", "shop/tea", ["GET"]))
    wanted = ["GET /shop/cart", "GET /shop/tea -> shop/tea"]
    assert found == wanted, (
        f"For the endpoints cart and shop/tea it lists {found!r}, not {wanted!r}."
    )


def test_to_list_changes_nothing():
    app = Flask(__name__)
    app.add_url_rule("/", "index", lambda: "")
    before = [(rule.rule, set(rule.methods)) for rule in app.url_map.iter_rules()]
    listing(app)
    after = [(rule.rule, set(rule.methods)) for rule in app.url_map.iter_rules()]
    assert after == before, (
        f"The application's rules were {before}, and after listing them {after}."
    )


def test_rules_are_sorted():
    found = _listed(("/z", "z", ["GET"]), ("/a", "a", ["GET"]), ("/m", "m", ["PUT"]))
    assert found == ["GET /a", "PUT /m", "GET /z"], (
        f"Three rules are listed as {found!r}."
        " It should be ['GET /a', 'PUT /m', 'GET /z']."
    )


def test_an_application_without_rules():
    app = Flask(__name__)
    for rule in list(app.url_map.iter_rules()):
        assert rule.rule in listing(app), f"{rule.rule} is not in the listing."
    assert isinstance(listing(app), str), f"It returns {listing(app)!r}, not a text."


def _listed(*rules):
    app = Flask(__name__)
    for rule, endpoint, methods in rules:
        app.add_url_rule(rule, endpoint, lambda **values: "", methods=methods)
    text = listing(app)
    assert isinstance(text, str), f"It returns {text!r}, not a text."
    # An application may have a rule for static files as well.
    return [line for line in text.splitlines() if "/static/" not in line]
