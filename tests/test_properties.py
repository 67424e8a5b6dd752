"""What must hold of anything: requests, sessions and blueprints, made at random.

Flask is asked the same in the same run, and must answer alike.
"""

import importlib
import io
import json
import os
from datetime import UTC, datetime
from unittest.mock import patch
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import flask
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from webtest import TestApp

import tinyflask

KEY = "tea"


@given(st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=60))
def test_any_text_is_answered(text):
    """Whatever stands in the header `Cookie`, there is an answer, and no session."""
    app = tinyflask.Flask(__name__)
    app.secret_key = KEY
    app.add_url_rule("/", "index", lambda: dict(tinyflask.session))
    for header in (f"session={text}", text):
        found = TestApp(app).get("/", headers={"Cookie": header}).json
        assert found == {}


plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.uuids()
    | st.builds(Markup, st.text())
    | st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1)).map(
        lambda each: each.replace(microsecond=0, fold=0)
    )
)
names = st.text() | st.sampled_from([" t", " di", " b", " m", " u", " d", " t__"])
contents = st.recursive(
    plain,
    lambda each: (
        st.lists(each, max_size=3)
        | st.lists(each, max_size=3).map(tuple)
        | st.dictionaries(names, each, max_size=3)
    ),
    max_leaves=10,
)


@given(st.dictionaries(names, contents, max_size=4))
def test_flask_and_we_read_each_others_sessions(session):
    """Any content is written alike, and read alike, by Flask and by us."""
    written = []
    for name in ("flask", "tinyflask"):
        interface, app = interface_of(name)
        with app.app_context():
            value = interface.get_signing_serializer(app).dumps(session)
        assert payload_text(value) == payload_text(written[0] if written else value)
        written.append(value)
    for name in ("flask", "tinyflask"):
        interface, app = interface_of(name)
        for value in written:
            with app.app_context():
                found = interface.get_signing_serializer(app).loads(value)
            assert found == session
            assert with_types(found) == with_types(session)


def with_types(value):
    """A value in which whatever looks alike differs if its type does."""
    if isinstance(value, dict):
        return {key: with_types(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value), [with_types(each) for each in value]
    return type(value), value


def interface_of(name):
    app = importlib.import_module(name).Flask(__name__)
    app.secret_key = KEY
    return app.session_interface, app


def payload_text(value):
    """What is signed, without the time and the signature."""
    return value.rpartition(".")[0].rpartition(".")[0]


class ShopError(Exception):
    """What goes wrong in a shop."""


def raising(error):
    """A view that raises ``error``."""

    def view(**values):
        raise error

    return view


def noting(log, word, result=None):
    """A hook that notes that it was called."""

    def hook(*args):
        log.append(word)
        return args[0] if word.startswith("after") else result

    return hook


names = st.sampled_from(["a", "b", "c"])
prefixes = st.sampled_from([None, "/p", "/q/", "/<x>"])
parts = st.recursive(
    st.fixed_dictionaries(
        {
            "name": names,
            "prefix": prefixes,
            "hooks": st.sets(st.sampled_from(["before", "after", "end", "values"])),
            "answers": st.booleans(),
            "handles": st.sets(st.sampled_from(["403", "shop", "exception"])),
            "parts": st.just([]),
        }
    ),
    lambda inner: st.fixed_dictionaries(
        {
            "name": names,
            "prefix": prefixes,
            "hooks": st.sets(st.sampled_from(["before", "after", "end", "values"])),
            "answers": st.just(False),
            "handles": st.sets(st.sampled_from(["403", "shop", "exception"])),
            "parts": st.lists(inner, max_size=3, unique_by=lambda each: each["name"]),
        }
    ),
    max_leaves=6,
)


@settings(max_examples=60)
@given(
    st.lists(parts, min_size=1, max_size=3, unique_by=lambda each: each["name"]), parts
)
def test_any_tree_behaves_as_on_flask(tree, app_part):
    """The same calls in the same order, and the same answers, for every page."""
    seen = [
        behaviour(importlib.import_module(name), tree, app_part)
        for name in ("flask", "tinyflask")
    ]
    assert seen[0] == seen[1]


def behaviour(framework, tree, app_part):
    """What every page of an application with this tree answers, and what it calls."""
    log = []
    app = framework.Flask(__name__, template_folder=None, static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.logger.disabled = True
    equip(framework, app, app_part | {"answers": False}, "app", log)
    for part in tree:
        app.register_blueprint(grow(framework, part, part["name"], log))
    client = TestApp(app)
    seen = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        path = rule.rule
        for argument in rule.arguments:
            path = path.replace(f"<{argument}>", "x", 1).replace(f"<{argument}>", "x")
        log.clear()
        response = client.get(path, expect_errors=True)
        seen.append((rule.endpoint, rule.rule, response.status, response.text, *log))
    log.clear()
    response = client.get("/missing", expect_errors=True)
    seen.append((response.status, response.text, *log))
    return seen


def grow(framework, part, path, log):
    """The blueprint that a part of the tree describes, with its own parts."""
    blueprint = framework.Blueprint(part["name"], __name__, url_prefix=part["prefix"])
    equip(framework, blueprint, part, path, log)
    for number, inner in enumerate(part["parts"]):
        inner_path = f"{path}.{inner['name']}"
        # A variable can stand in a path but once.
        prefix = None if inner["prefix"] == "/<x>" else inner["prefix"]
        inner = inner | {"prefix": f"/{number}{prefix or ''}"}
        blueprint.register_blueprint(grow(framework, inner, inner_path, log))
    return blueprint


def equip(framework, target, part, path, log):
    """Give an application or a blueprint the views, hooks and handlers of a part."""
    hooks = {
        "before": (target.before_request, noting(log, f"before {path}")),
        "after": (target.after_request, noting(log, f"after {path}")),
        "end": (target.teardown_request, noting(log, f"end {path}")),
        "values": (target.url_value_preprocessor, noting(log, f"values {path}")),
    }
    for name in sorted(part["hooks"]):
        register, hook = hooks[name]
        register(hook)
    if part["answers"]:
        target.before_request(noting(log, f"before answers {path}", path))
    errors = {"403": 403, "shop": ShopError, "exception": Exception}
    for name in sorted(part["handles"]):
        answer = (f"{name} by {path}", 418)
        target.register_error_handler(errors[name], lambda error, answer=answer: answer)
    target.add_url_rule(f"/{path}-page", "page", lambda **values: path)
    target.add_url_rule(f"/{path}-shop", "shop", raising(ShopError()))
    target.add_url_rule(f"/{path}-error", "error", raising(OSError()))
    target.add_url_rule(
        f"/{path}-403", "forbidden", lambda **values: framework.abort(403)
    )


# What a server hands on: bytes as the characters of the same numbers.
raw = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=30)
HEADERS = ("COOKIE", "HOST", "ACCEPT", "RANGE", "IF_NONE_MATCH", "X_FORWARDED_FOR")
KINDS = (
    None,
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=a",
    "multipart/form-data",
    "text/plain; charset=x",
)


def everything(path=""):
    """A view that looks at all that a request brings."""
    request = tinyflask.request
    return {
        "path": path,
        "host": request.host,
        "args": dict(request.args),
        "form": dict(request.form),
        "json": request.get_json(silent=True),
        "session": dict(tinyflask.session),
    }


# The same examples in every run, since a request that fails has to fail again.
@settings(max_examples=300, derandomize=True)
@given(
    prefix=st.sampled_from(["", "/", "/number/", "/static/"]),
    path=raw,
    query=raw,
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE"]),
    headers=st.dictionaries(st.sampled_from(HEADERS), raw),
    body=st.binary(max_size=60),
    kind=st.sampled_from(KINDS),
)
def test_any_request_is_answered(prefix, path, query, method, headers, body, kind):
    """Nothing is raised, no answer is a 5xx, and WSGI's validator has no complaint."""
    app = tinyflask.Flask(__name__)
    app.secret_key = KEY
    app.logger.disabled = True
    app.add_url_rule("/", "root", everything, methods=["GET", "POST", "PUT"])
    app.add_url_rule("/<path:path>", "path", everything, methods=["GET", "POST"])
    app.add_url_rule("/number/<int:number>", "number", lambda number: str(number))
    path = prefix + path if prefix or not path else f"/{path}"
    environ = {
        "SCRIPT_NAME": "" if path else "/below",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REQUEST_METHOD": method,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **{f"HTTP_{name}": value for name, value in headers.items()},
    }
    if kind is not None:
        environ["CONTENT_TYPE"] = kind
    setup_testing_defaults(environ)
    statuses = []

    def start_response(status, headers, exc_info=None):
        statuses.append(status)
        return lambda data: None

    answer = validator(app)(environ, start_response)
    list(answer)
    answer.close()
    assert len(statuses) == 1
    assert not statuses[0].startswith("5"), statuses


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
)


@given(st.dictionaries(st.from_regex(r"\A[A-Z][A-Z0-9]{0,8}\Z"), VALUES, max_size=5))
def test_what_is_written_into_an_environment_comes_out(written):
    """Whatever JSON is in an environment, Flask and we read the same from it."""
    environment = {f"SHOP_{name}": json.dumps(written[name]) for name in written}
    with patch.dict(os.environ, environment):
        for framework in (tinyflask, flask):
            config = framework.Flask(__name__).config
            config.from_prefixed_env("SHOP")
            assert {name: config[name] for name in written} == written
