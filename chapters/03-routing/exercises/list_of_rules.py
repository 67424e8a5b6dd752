"""A list of rules.

Take the other road: write `first_match`, which tries rules in the order in which they
are given. It returns the first of them that fits the path, that very object, with its
arguments. Where none fits it raises Werkzeug's `NotFound`; where some fit but not for
this method, `MethodNotAllowed`.

A rule cannot match by itself, it needs a map. A map with a single rule in it has
nothing to sort, so make one for each: `Map([rule.empty()])`. `empty` makes a fresh
copy, because a rule can be in one map only. With `strict_slashes=False` a map lets a path
fit that has a slash too many or too few at its end; do that.

Then write `hidden`. It returns the endpoints of those rules without arguments that no
GET can ever reach, because another rule always comes first. A rule knows its `arguments`
once it is in a map; before, the set is empty. That is the warning which
the list router of the chapter could not give. (All rules given to it answer GET.)
"""

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule


def first_match(rules, path, method="GET"):
    """Return the first of ``rules`` that fits, and its arguments."""
    raise NotImplementedError("write first_match here")


def hidden(rules):
    """Return the endpoints of rules without arguments that can never be reached."""
    raise NotImplementedError("write hidden here")


def test_the_first_rule_wins():
    rules = _rules("/user/<name>", "/user/me")
    found = _match(rules, "/user/me")
    assert found == ("/user/<name>", {"name": "me"}), (
        f"/user/me leads to {found}. It should be ('/user/<name>', {{'name': 'me'}})."
    )
    rule, _ = first_match(rules, "/user/me")
    assert rule is rules[0], (
        "The rule that is returned is not the object that was given."
    )


def test_the_order_decides():
    rules = _rules("/user/me", "/user/<name>")
    found = _match(rules, "/user/me")
    assert found == ("/user/me", {}), (
        f"With /user/me first, /user/me leads to {found}."
        " It should be ('/user/me', {})."
    )
    found = _match(rules, "/user/ann")
    assert found == ("/user/<name>", {"name": "ann"}), (
        f"/user/ann leads to {found}. It should be ('/user/<name>', {{'name': 'ann'}})."
    )


def test_a_slash_at_the_end_does_not_matter():
    for text, path in (("/about/", "/about"), ("/about", "/about/")):
        found = _match(_rules(text), path)
        assert found == (text, {}), f"The rule {text} should fit {path}: {found}."


def test_no_rule_fits():
    try:
        found = _match(_rules("/a", "/b"), "/c")
    except NotFound:
        return
    raise AssertionError(f"No rule fits /c, and it leads to {found}. Raise NotFound.")


def test_a_rule_for_another_method():
    rules = [
        Rule("/", endpoint="read", methods=["GET"]),
        Rule("/", endpoint="write", methods=["POST"]),
        Rule("/other", endpoint="other"),
    ]
    rule, _ = first_match(rules, "/", "POST")
    assert rule.endpoint == "write", (
        f"POST leads to the endpoint {rule.endpoint!r}. It should be 'write'."
    )
    try:
        rule, _ = first_match(rules, "/", "DELETE")
    except MethodNotAllowed:
        return
    except NotFound:
        raise AssertionError("There is a page at /, only not for DELETE.") from None
    raise AssertionError(f"DELETE leads to {rule.endpoint!r}.")


def test_the_hidden_are_found():
    found = hidden(_rules("/user/<name>", "/user/me", "/about", "/<page>", "/help"))
    assert found == ["/user/me", "/help"], (
        f"Hidden are /user/me and /help, not {found}."
    )


def test_rules_with_arguments_are_not_judged():
    for texts in (("/<a>", "/<b>"), ("/<int:number>",)):
        found = hidden(_rules(*texts))
        assert found == [], f"{texts} have arguments, and {found} is said to be hidden."


def test_nothing_is_hidden_in_a_good_order():
    found = hidden(_rules("/user/me", "/user/<name>", "/help", "/<page>"))
    assert found == [], f"Every rule can be reached, and {found} is said to be hidden."


def _rules(*texts):
    return [Rule(text, endpoint=text) for text in texts]


def _match(rules, path):
    rule, arguments = first_match(rules, path)
    return rule.rule, arguments
