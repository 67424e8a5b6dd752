"""Answers that look right and are not. A sentence says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.exercises.exercise import find_exercise, judge
from workshop.weave.book import Book

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
    "who_speaks_first": [("server: one\nserver: nothing", "server: nothing")],
    "which_rule": [("NotFound", "anything")],
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
    "what_is_sent": [("200 text/plain", "200 application/json")],
    "more_returns": [
        (" and not isinstance(value, type)", ""),
        ('if rv is None and request.method not in ("GET", "HEAD")', "if rv is None"),
        ('not in ("GET", "HEAD")', '!= "GET"'),
        ('not in ("GET", "HEAD")', 'in ("POST", "DELETE")'),
        ("(_plain(rv[0]), *rv[1:])", "rv"),
    ],
    "what_the_browser_sees": [("<b>&lt;i&gt;\n&lt;b&gt;\n", "<b>&lt;i&gt;\n<b>\n")],
    "on_whose_behalf": [("nobody\nnobody", "nobody\nshop | no request | no user")],
    "a_table_that_is_sent": [
        ("stream_with_context(lines())", "lines()"),
        ("stream_with_context(lines())", "list(lines())"),
        (
            """    def lines():
        yield "number,name\\n"
        for number, name in database().rows():""",
            """    rows = list(database().rows())

    def lines():
        yield "number,name\\n"
        for number, name in rows:""",
        ),
    ],
    "work_in_threads": [
        (
            "pool.submit(copy_current_request_context(shop))",
            "pool.submit(__import__('contextvars').copy_context().run, shop)",
        ),
        (
            "pool.submit(copy_current_request_context(shop))",
            "pool.submit(shop)",
        ),
        (
            """            errors.append(error)
""",
            """            raise error
""",
        ),
        ("except Exception", "except OSError"),
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
        (
            "safe_join(self.static_folder, filename)",
            "(lambda path: path if str(path).startswith(str(self.static_folder))"
            " else None)(Path(self.static_folder, filename).resolve())",
        ),
        ("{self.static_url_path}/", "/static/"),
        ("return super().get_send_file_max_age(filename)", "return None"),
    ],
    "links_in_text": [("(https?://\\S+)", "((?:(?<=\\s)|^)https?://\\S+)")],
    "another_engine": [('if not hasattr(current_app, "mako_lookup")', "if True")],
    "the_environment": [(", request=request", "")],
    "enter_and_leave": [
        (
            """error, self._error = self._error, None
                self.tear_down(error)""",
            """self.tear_down(self._error)
                self._error = None""",
        ),
        ("                _current.set((*contexts, self))\n", ""),
        ("self.release(handled(exc))", "self.release(exc)"),
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
            response = seen_by(function, response)""",
            """after_request_functions:
            response = function(response) or response""",
        ),
        (
            """self.after_request_funcs)):
            response = seen_by(function, response)""",
            """self.after_request_funcs)):
            response = function(response)""",
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


# By exercise: answers with a mistake, and words of the sentence that says what it is.
SENTENCES = [
    (
        "plainer_interface",
        {
            "return [body] if isinstance(body, bytes) else body": (
                "return [body] if isinstance(body, bytes) else list(body)"
            )
        },
        "wait for an endless body",
    ),
    (
        "who_asks",
        {"    if accepted:\n": "    if True:\n"},
        "Who does not say what they want takes anything",
    ),
    (
        "problems",
        {"@app.errorhandler(HTTPException)": "@app.errorhandler(Exception)"},
        "A handler that fails itself is logged in its place",
    ),
    (
        "problems",
        {
            "    @app.errorhandler(HTTPException)\n": "".join(
                f"    @app.errorhandler({code})\n"
                for code in (400, 401, 403, 404, 405, 500)
            )
        },
        "A 409 is an HTTP error like any other",
    ),
    (
        "problems",
        {
            """response.set_data(json.dumps(details))
        response.content_type = "application/problem+json"
        return response""": """headers = dict(response.headers)
        headers["Content-Type"] = "application/problem+json"
        headers.pop("Content-Length")
        return json.dumps(details), error.code, headers"""
        },
        "in two headers of one name",
    ),
    (
        "an_error_with_a_number",
        {
            "g.error_number = new_number()": "self.number = new_number()",
            "{g.error_number}": "{self.number}",
            'g.get("error_number")': "current_app.__dict__.pop('number', None)",
            "import Flask, abort": "import current_app, Flask, abort",
        },
        "Its number belongs to its request",
    ),
    (
        "an_error_with_a_number",
        {
            "g.error_number = new_number()": "e.number = new_number()",
            "{g.error_number}": "{exc_info[1].number}",
            'g.get("error_number")': (
                "getattr(error.original_exception, 'number', None)"
            ),
        },
        "Its number belongs to its request",
    ),
    (
        "a_token_in_each_form",
        {
            """    if "token" not in session:
        session["token"] = secrets""": """    if g.get("token") is None:
        g.token = session["token"] = secrets""",
            "abort, render": "abort, g, render",
        },
        "in two tabs",
    ),
    (
        "a_table_in_four_methods",
        {"if number not in self.table:": "if not self.table.get(number):"},
        "is empty and there",
    ),
    (
        "a_table_in_four_methods",
        {'view_func=Rows.as_view("rows", table)': "view_func=Rows(table)"},
        "as_view returns one",
    ),
    (
        "a_table_in_four_methods",
        {'view_func=Row.as_view("row", table)': 'endpoint="row", view_func=Row(table)'},
        "as_view returns one",
    ),
    (
        "the_nearest_handler",
        {"class_and_code(type(e))": "(type(e), e.code)"},
        "not every error has one",
    ),
    (
        "a_door_with_exceptions",
        {
            "view.is_public = True": "OPEN.add(view.__name__)",
            'getattr(view, "is_public", False)': "view.__name__ in OPEN",
            "def public(view)": "OPEN = set()\n\n\ndef public(view)",
        },
        "a name is not a mark",
    ),
    (
        "record_and_register",
        {
            """        def once(state):
            if state.first_registration:
                func(state)""": """        called = []

        def once(state):
            if not called:
                called.append(func(state))"""
        },
        "with a second application",
    ),
    (
        "mounted",
        {'path.startswith(f"{prefix}/")': "False"},
        "was answered '404 NOT FOUND'",
    ),
    (
        "kept_by_the_server",
        {"return Session() if content is None": "return None if content is None"},
        "open_session returned None",
    ),
    (
        "no_exceptions",
        {"return super().make_response(rv)": "return rv"},
        "is no response",
    ),
    (
        "enter_and_leave",
        {"if not contexts or contexts[-1] is not self": "if contexts[-1:] != [self]"},
        """raise AssertionError("Popped wrong context.")` raised""",
    ),
]


@pytest.mark.parametrize(
    "name, changes, words",
    [pytest.param(*each, id=f"{n}-{each[0]}") for n, each in enumerate(SENTENCES)],
)
def test_the_sentence_says_why(name: str, changes: dict[str, str], words: str) -> None:
    exercise = find_exercise(BOOK, Path(name))
    answer = exercise.answer
    for old, new in changes.items():
        assert answer.count(old) == 1, old
        answer = answer.replace(old, new)
    (problem, *_) = [str(each.problem) for each in judge(exercise, answer, BOOK).unmet]
    assert words in problem


def test_addresses_say_nothing() -> None:
    """What a test compared is shown without the addresses of objects."""
    exercise = find_exercise(BOOK, Path("record_and_register"))
    answer = exercise.answer.replace("self.deferred_functions.append(func)", "pass")
    for each in judge(exercise, answer, BOOK).unmet:
        assert " at 0x" not in str(each.problem)


def test_the_chapters_tests_are_announced() -> None:
    """Whose own tests fail is told that those of the chapter come next."""
    exercise = find_exercise(BOOK, Path("enter_and_leave"))
    assert (
        "then come the chapter's tests"
        in judge(exercise, exercise.parts.start, BOOK).share
    )
    assert "then" not in judge(exercise, exercise.answer, BOOK).share


def test_names_keep_their_letters() -> None:
    """A test that has a docstring is called by that."""
    exercise = find_exercise(BOOK, Path("answer_every_request"))
    found = [
        each.expectation for each in judge(exercise, exercise.answer, BOOK).results
    ]
    assert "The rules of WSGI are kept" in found
