"""Before and after.

Write again what calls the hooks on both sides of the view. An attribute such as
`self.before_request_funcs` holds functions by what they are for, and
`of_request(self.before_request_funcs)` returns those for the current request, in the
order in which they were registered. `_request_context()` returns the context of the
current request.

- `preprocess_request` first calls each function of `self.url_value_preprocessors`, with
  the request's endpoint and its `view_args`. Then it calls each function of
  `self.before_request_funcs`, without arguments. As soon as one of these returns anything
  but `None`, that is returned and no other is called. If none does, `None` is returned.
- `process_response` gets a response. It calls the functions in the context's
  `after_request_functions`, a plain list, in their order; one that is called may append
  another. Then it calls those of `self.after_request_funcs`, in reverse order. Each gets
  what the one before it returned, and what the last one returns is returned.
  `seen_by(hook, response)` calls a hook, and refuses what is no response.

Your methods are typed into the framework of chapter 7, and judged by the chapter's tests
as well.
"""

from tinyflask import Flask, Response, after_this_request
from tinyflask.globals import _request_context
from tinyflask.hooks import of_request, seen_by

TYPE_IN = "tinyflask/hooks.py"


class HooksMixin:
    ...

    def preprocess_request(self):
        """Call what is to be called before the view."""
        raise NotImplementedError("write preprocess_request here")

    def process_response(self, response):
        """Return what the after-request hooks make of ``response``."""
        raise NotImplementedError("write process_response here")


def _hook(log, word, *results):
    def hook(*args):
        log.append(word)
        return results[0] if results else args[0]

    return hook


def test_before_the_view():
    log = []
    app = Flask(__name__)
    app.before_request(_hook(log, "before, first", None))
    app.before_request(_hook(log, "before, second", None))
    app.url_value_preprocessor(_hook(log, "values, first"))
    app.url_value_preprocessor(_hook(log, "values, second"))
    with app.test_request_context("/"):
        rv = app.preprocess_request()
    expected = ["values, first", "values, second", "before, first", "before, second"]
    assert log == expected, f"Called were {log}, in place of {expected}."
    assert rv is None, f"All returned None, and preprocess_request returned {rv!r}."


def test_what_a_preprocessor_returns_is_no_answer():
    app = Flask(__name__)
    app.url_value_preprocessor(lambda endpoint, values: "nothing")
    with app.test_request_context("/"):
        rv = app.preprocess_request()
    assert rv is None, (
        "What url_value_preprocessors return is not used, but preprocess_request"
        f" returned {rv!r} in place of None."
    )


def test_values_may_be_changed():
    app = Flask(__name__)
    app.add_url_rule("/<language>/<thing>", "show", lambda thing: thing)
    seen = []

    @app.url_value_preprocessor
    def take(endpoint, values):
        seen.append((endpoint, dict(values)))
        values.pop("language")

    with app.test_request_context("/de/tea"):
        app.preprocess_request()
        rv = app.dispatch_request()
    expected = [("show", {"language": "de", "thing": "tea"})]
    assert seen == expected, f"The function got {seen}, in place of {expected}."
    assert rv == "tea", (
        f"The view got the changed values and returned {rv!r}, not 'tea'."
    )


def test_an_answer_ends_it():
    for answer in ("closed", "", 0, False, []):
        log = []
        app = Flask(__name__)
        app.before_request(_hook(log, "first", answer))
        app.before_request(_hook(log, "second", "open"))
        with app.test_request_context("/"):
            rv = app.preprocess_request()
        assert rv == answer, (
            f"A function before the view returned {answer!r}, which is not None, and"
            f" preprocess_request returned {rv!r}."
        )
        assert log == ["first"], f"After an answer, {log[1:]} was called as well."


def test_after_the_view():
    log = []
    app = Flask(__name__)
    app.after_request(_hook(log, "after, first"))
    app.after_request(_hook(log, "after, second"))
    with app.test_request_context("/"):
        after_this_request(_hook(log, "this, first"))
        after_this_request(_hook(log, "this, second"))
        app.process_response(Response("tea"))
    expected = ["this, first", "this, second", "after, second", "after, first"]
    assert log == expected, f"Called were {log}, in place of {expected}."


def test_a_function_of_this_request_may_register_another():
    log = []
    with Flask(__name__).test_request_context("/") as context:

        @after_this_request
        def first(response):
            after_this_request(_hook(log, "second"))
            return response

        context.app.process_response(Response("tea"))
    assert log == ["second"], (
        "A function registered another one with after_this_request while it was called,"
        " and that one was not called."
    )


def test_a_response_is_passed_on():
    app = Flask(__name__)

    def adding(name):
        return lambda response: Response(f"{response.get_data(as_text=True)} {name}")

    app.after_request(adding("first"))
    app.after_request(adding("second"))
    with app.test_request_context("/"):
        after_this_request(adding("this"))
        found = app.process_response(Response("view")).get_data(as_text=True)
    expected = "view this second first"
    assert found == expected, (
        "Each function returns another response, with its name behind what it got. Out"
        f" came {found!r}, in place of {expected!r}."
    )


def test_what_a_function_forgets_is_seen():
    app = Flask(__name__)

    def forgetful(response):
        pass

    for register in (after_this_request, app.after_request):
        with app.test_request_context("/"):
            register(forgetful)
            refused = False
            try:
                app.process_response(Response("tea"))
            except TypeError as error:
                refused = "forgetful" in str(error)
        assert refused, (
            "A function returned None, and nobody was told that it was `forgetful` that"
            " forgot its `return response`. `seen_by` says so."
        )
