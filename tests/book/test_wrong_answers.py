"""Answers that look right and are not. A sentence says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.book import Book
from workshop.exercise import find_exercise, judge

BOOK = Book()
WRONG = {
    # By exercise: what the book's answer has, and what somebody wrote in its place.
    "greet_by_name": [
        (
            "    headers = [",
            """    if environ["REQUEST_METHOD"] == "HEAD":
        page = b""
    headers = [""",
        )
    ],
    "the_other_side": [
        ("if not answer:\n                break", "pass"),
        ("if exc_info and any(body):", "if False:"),
    ],
    "find_the_root": [("if not spec.has_location or spec.origin", "if spec.origin")],
    "what_there_is": [
        ('.rpartition("/")[2]', '.strip("/")'),
        (
            'rule.methods - {"HEAD", "OPTIONS"}',
            """[rule.methods.discard(each) for each in ("HEAD", "OPTIONS")]
            and rule.methods""",
        ),
    ],
    "date_converter": [("\\d{4}-\\d{2}-\\d{2}", "[\\d-]+")],
    "list_of_rules": [
        ("not _arguments(rule)", "not rule.arguments"),
        (", strict_slashes=False", ""),
    ],
    "readable_json": [
        ("return object_hook(value) if object_hook", "return 0 if False")
    ],
    "what_a_view_returns": [
        (
            "response.headers.update(headers)",
            "[response.headers.set(*each) for each in dict(headers).items()]",
        ),
        ("response: it was a {type(rv).__name__}.", "response."),
    ],
    "fingerprint": [
        (
            "safe_join(self.static_folder, filename)",
            "Path(self.static_folder, filename)",
        ),
        ("{self.static_url_path}/", "/static/"),
        ("return super().get_send_file_max_age(filename)", "return None"),
    ],
    "links_in_text": [("(https?://\\S+)", "((?:(?<=\\s)|^)https?://\\S+)")],
    "another_engine": [('if not hasattr(current_app, "mako_lookup")', "if True")],
    "the_environment": [(", request=request", "")],
    "enter_and_leave": [
        (
            "error, self._error = self._error, None\n            self.tear_down(error)",
            "self.tear_down(self._error)\n            self._error = None",
        )
    ],
    "the_current_user": [
        (
            """if "user" not in g:
        token = request.headers.get("X-Token")
        g.user = None if token is None else find_user(token)
    return g.user""",
            """key = id(request._get_current_object())
    if key not in USERS:
        token = request.headers.get("X-Token")
        USERS[key] = None if token is None else find_user(token)
    return USERS[key]""",
        )
    ],
    "passed_by_hand": [
        ("request = request_ctx.request", "from tinyflask import request"),
        ("raise request.routing_exception", "return request.routing_exception"),
    ],
    "before_and_after": [
        ("in reversed(", "in ("),
        (
            """after_request_functions:
            response = function(response)""",
            """after_request_functions:
            response = function(response) or response""",
        ),
        (
            """self.after_request_funcs)):
            response = function(response)""",
            """self.after_request_funcs)):
            response = function(response) or response""",
        ),
    ],
    "one_transaction": [
        (
            """if "connection" not in g:
        g.connection = connect(current_app.config["DATABASE"])
    return g.connection""",
            """if "connection" not in g:
        if calls.count("open") == calls.count("close"):
            current_app.shared = connect(current_app.config["DATABASE"])
        g.connection = current_app.shared
    return g.connection""",
        )
    ],
    "a_door_with_exceptions": [
        ('in (None, "static")', 'is None or request.path.startswith("/static/")')
    ],
    "the_nearest_handler": [
        ("class_and_code(type(e))", '(type(e), getattr(e, "code", None))'),
    ],
    "a_token_in_each_form": [
        (
            "secrets.compare_digest(wanted.encode(), brought.encode())",
            "wanted == brought",
        )
    ],
    "kept_by_the_server": [
        ("= deepcopy(dict(session))", "= session"),
        ("Session(deepcopy(content), number)", "Session(content, number)"),
        ("name = self.get_cookie_name(app)", 'name = "session"'),
    ],
    "record_and_register": [
        (
            'options.setdefault("subdomain", self.subdomain)',
            'options["subdomain"] = self.subdomain',
        )
    ],
    "mounted": [
        ('path.startswith(f"{prefix}/")', "path.startswith(prefix)"),
        ("path.removeprefix(prefix)", 'path.replace(prefix, "")'),
    ],
}
ALL = [
    pytest.param(name, old, new, id=f"{name}-{number}")
    for name, answers in WRONG.items()
    for number, (old, new) in enumerate(answers, 1)
]


@pytest.mark.parametrize("name, old, new", ALL)
def test_it_is_refused(name: str, old: str, new: str) -> None:
    exercise = find_exercise(BOOK, Path(name))
    assert exercise.answer.count(old) == 1
    verdict = judge(exercise, exercise.answer.replace(old, new), BOOK)
    (problem, *_) = [str(each.problem) for each in verdict.unmet]
    assert not problem.startswith("It raised")
