"""A request is recorded: what was called, in which order, with which values."""

from __future__ import annotations

import asyncio
import difflib
import gc
import itertools
import json
import sys
import time
import weakref
from asyncio import Handle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webtest import TestApp

from tinyflask import Flask, g, request, session, stream_with_context
from workshop import Recording, step, trace
from workshop.recording import recorder
from workshop.recording.recorder import STEPS
from workshop.recording.recording import record
from workshop.recording.stepping import as_json
from workshop.recording.values import ITEMS, LETTERS, Values


@pytest.fixture
def app() -> Flask:
    return Flask(__name__)


def yours(recording: Recording) -> list[str]:
    """The names of the functions of this file that were entered, in order."""
    return [
        call.function
        for call in recording.calls
        if call.origin is not None and call.origin.yours
    ]


def lines_of(recording: Recording, function: str) -> list[str]:
    """The source of each line of a function that was run, in order."""
    found = []
    for each in recording.steps:
        call = recording.calls[each.call]
        if call.function == function and each.kind == "line" and call.origin:
            found.append(call.origin.text.splitlines()[each.line - 1].strip())
    return found


def values_of(recording: Recording, name: str) -> list[str | None]:
    """What a name stood for, one after the other."""
    return [each.changed[name] for each in recording.steps if name in each.changed]


def test_calls_lines_and_values_are_those_of_the_program(app: Flask) -> None:
    def double(number: int) -> int:
        return 2 * number

    @app.get("/<int:number>")
    def view(number: int) -> str:
        if number > 1:
            number = double(number)
        return str(number)

    recording = record(app, "/3")
    assert recording.calls[0].outcome == "200 OK"
    assert yours(recording) == ["view", "double"]
    assert lines_of(recording, "view") == [
        "if number > 1:",
        "number = double(number)",
        "return str(number)",
    ]
    (view_call,) = [call for call in recording.calls if call.function == "view"]
    steps = [each for each in recording.steps if each.call == view_call.number]
    found = [each.changed["number"] for each in steps if "number" in each.changed]
    assert found == ["3", "6"]
    assert view_call.outcome == "'6'"
    assert [call.function for call in recording.inner(view_call)] == ["double"]


def test_a_name_that_is_deleted_is_gone(app: Flask) -> None:
    @app.get("/")
    def view() -> str:
        tea = 1
        del tea
        return ""

    assert values_of(record(app, "/"), "tea") == ["1", None]


def test_attributes_of_self_are_shown_once_they_change() -> None:
    class Counting(Flask):
        asked = 0

        def dispatch_request(self) -> Any:
            self.asked += 1
            return super().dispatch_request()

    recording = record(Counting(__name__), "/")
    assert set(values_of(recording, "self.asked")) == {"1"}
    assert values_of(recording, "self.import_name") == []


def test_an_attribute_that_is_deleted_is_said_to_be(app: Flask) -> None:
    class Box:
        def __init__(self) -> None:
            self.tea = 1
            self.milk = 2

        def empty(self) -> None:
            del self.tea
            self.milk = 0

    with Recording() as recording:
        Box().empty()
    (empty,) = [call for call in recording.calls if call.kind == "empty"]
    steps = [each for each in recording.steps if each.call == empty.number]
    found = [(name, each.changed[name]) for each in steps for name in each.changed]
    assert found[1:] == [("self.tea", "(deleted)"), ("self.milk", "0")]


def test_a_function_that_raises_and_one_that_catches(app: Flask) -> None:
    def broken() -> None:
        raise KeyError("tea")

    @app.get("/")
    def view() -> str:
        try:
            broken()
        except KeyError:
            return "none"
        return "some"

    recording = record(app, "/")
    ended = {call.function: (call.raised, call.outcome) for call in recording.calls}
    assert ended["broken"] == (True, "KeyError: 'tea'")
    assert ended["view"] == (False, "'none'")


def test_an_exception_that_leaves_the_application_ends_the_recording() -> None:
    def broken(environ: Any, start_response: Any) -> Any:
        raise OSError("on fire")

    recording = record(broken, "/")
    assert recording.calls[0].raised
    assert recording.calls[0].outcome == "OSError: on fire"
    assert yours(recording) == ["broken"]


def test_a_stream_goes_on_where_it_was(app: Flask) -> None:
    @app.get("/")
    def view() -> Iterator[str]:
        @stream_with_context
        def pieces() -> Iterator[str]:
            for number in range(2):
                yield str(number)

        return pieces()

    recording = record(app, "/")
    pieces = [call for call in recording.calls if call.function == "pieces"]
    assert [call.outcome for call in pieces] == ["'0'", "'1'", "None"]
    assert len({call.frame for call in pieces}) == 1
    assert len({call.frame for call in recording.calls if call.origin}) > 1


def test_two_that_interleave_are_told_apart(app: Flask) -> None:
    async def ask(user: str) -> str:
        with app.test_request_context(f"/?user={user}"):
            await asyncio.sleep(0)
            return request.args["user"]

    async def ask_both() -> list[str]:
        with recording:
            return await asyncio.gather(ask("ann"), ask("bob"))

    recording = Recording()
    found = asyncio.run(ask_both())
    assert found == ["ann", "bob"]
    asked = [call for call in recording.calls if call.function == "ask"]
    assert [call.outcome for call in asked] == ["None", "None", "'ann'", "'bob'"]
    assert [call.caller for call in asked] == [0, 0, 0, 0]
    assert [call.current for call in asked] == [(), (), (0,), (1,)]
    titles = [context.title for context in recording.contexts]
    assert titles == ["GET /?user=ann", "GET /?user=bob"]


def test_an_exception_thrown_into_a_generator_is_how_it_ends() -> None:
    def pieces() -> Iterator[int]:
        yield 1

    def patient() -> Iterator[None]:
        while True:
            with suppress(KeyError):
                yield

    with Recording() as recording:
        going = pieces()
        next(going)
        with pytest.raises(KeyError):
            going.throw(KeyError("tea"))  # type: ignore[attr-defined]
        closing = pieces()
        next(closing)
        closing.close()  # type: ignore[attr-defined]
        waiting = patient()
        next(waiting)
        waiting.throw(KeyError("tea"))  # type: ignore[attr-defined]
    ended = [
        (call.function, call.outcome, call.raised)
        for call in recording.calls[1:]
        if not call.function.startswith("Raises")
    ]
    name = "test_an_exception_thrown_into_a_generator_is_how_it_ends"
    assert name not in {function for function, _, _ in ended}
    assert ended == [
        ("pieces", "1", False),
        ("pieces", "KeyError: 'tea'", True),
        ("pieces", "1", False),
        ("pieces", "GeneratorExit", True),
        ("patient", "None", False),
        ("patient", "None", False),
    ]


class Grown:
    """A function that calls itself as a tree is grown."""

    def grow(self, tree: list[Any]) -> int:
        return 1 + sum([self.grow(each) for each in tree])


TREES = st.recursive(st.just([]), st.lists, max_leaves=12)


@given(TREES)
def test_the_calls_are_those_that_were_made(tree: list[Any]) -> None:
    with Recording() as recording:
        Grown().grow(tree)

    def seen(number: int) -> list[Any]:
        inner = recording.inner(recording.calls[number])
        return [seen(call.number) for call in inner]

    assert seen(0) == [tree]
    assert not recording.cut
    entered = [each.call for each in recording.steps if each.kind == "call"]
    assert entered == list(range(1, len(recording.calls)))
    left = [each.call for each in recording.steps if each.kind == "return"]
    assert sorted(left) == entered
    for call in recording.calls[1:]:
        assert recording.steps[call.began].call == call.number
        assert recording.steps[call.ended - 1].kind == "return"


def test_a_deep_recursion_is_drawn(app: Flask) -> None:
    def deep(number: int) -> int:
        return deep(number - 1) if number else 0

    @app.get("/")
    def view() -> str:
        return str(deep(400))

    text = repr(trace(app, "/"))
    assert text.count("returns 0") == 401
    assert text in repr(step(app, "/"))


def test_what_a_library_does_is_one_step(app: Flask) -> None:
    @app.get("/")
    def view() -> str:
        return json.dumps([1])

    recording = record(app, "/")
    said = [each.said for each in recording.steps if each.kind == "library"]
    assert "json: dumps returns '[1]'" in said
    assert not any("encode" in each for each in said)


def test_a_request_that_loops_is_cut(app: Flask) -> None:
    @app.get("/")
    def view() -> None:
        for _ in itertools.count():
            pass

    recording = record(app, "/")
    assert recording.calls[0].outcome == (
        f"cut after {STEPS:,} steps. Does it come to an end?"
    )
    assert len(recording.steps) == STEPS
    assert sys.gettrace() is None or "workshop" not in repr(sys.gettrace())
    json.loads(as_json(recording))
    assert "cut after" in repr(trace(app, "/")).splitlines()[0]


def test_a_request_that_takes_too_long_is_cut(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "SECONDS", 0.2)

    @app.get("/")
    def view() -> None:
        # Its loop is in a library, where no step is counted.
        list(difflib.ndiff(["a" * 20] * 300, ["b" + "a" * 20] * 300))

    recording = record(app, "/")
    assert recording.calls[0].outcome.startswith("cut after 0.2 seconds")
    assert len(recording.steps) < STEPS


def test_a_task_that_waits_long_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "SECONDS", 0.05)

    async def wait() -> str:
        with recording:
            await asyncio.sleep(0.1)
        return "done"

    recording = Recording()
    assert asyncio.run(wait()) == "done"
    assert not recording.cut


def test_one_thing_is_recorded_at_a_time() -> None:
    with Recording(), pytest.raises(RuntimeError, match="recorded already"):
        Recording().__enter__()
    with Recording():
        pass
    assert Handle._run.__name__ == "_run"


def test_a_mistake_of_the_caller_is_not_recorded(app: Flask) -> None:
    with pytest.raises(TypeError, match="headerz"):
        trace(app, "/", headerz={})


def test_where_the_recorder_fails_the_program_goes_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any) -> None:
        raise KeyError

    monkeypatch.setattr(Values, "of_names", broken)
    app.add_url_rule("/", "view", lambda: "tea")
    recording = record(app, "/")
    assert recording.calls[0].outcome == "the recorder failed: KeyError"


@pytest.mark.parametrize("end", [None, ZeroDivisionError, KeyboardInterrupt])
def test_the_trace_function_of_before_is_there_again(
    app: Flask, end: type[BaseException] | None
) -> None:
    def mine(frame: FrameType, event: str, value: Any) -> None:
        return None

    before = sys.gettrace()
    sys.settrace(mine)
    try:
        with pytest.raises(end or AssertionError), Recording():
            if end:
                raise end
            assert app is None
        assert sys.gettrace() is mine
    finally:
        sys.settrace(before)


def test_another_thread_is_not_traced() -> None:
    async def turn() -> FrameType | None:
        await asyncio.sleep(0)
        return sys.gettrace()  # type: ignore[return-value]

    with Recording() as recording, ThreadPoolExecutor() as threads:
        assert threads.submit(lambda: asyncio.run(turn())).result() is None
    assert yours(recording) == []


def test_a_stream_that_is_read_later_is_not_recorded_any_more(app: Flask) -> None:
    def pieces() -> Iterator[int]:
        yield 1
        yield 2

    with Recording() as recording:
        going = pieces()
        next(going)
    steps = len(recording.steps)
    with Recording() as other:
        next(going)
    assert len(recording.steps) == steps
    assert [call.outcome for call in other.calls[1:]] == ["2"]


def test_nothing_is_held_that_would_be_gone(app: Flask) -> None:
    class Thing:
        pass

    found: list[weakref.ref[Thing]] = []

    @app.get("/")
    def view() -> str:
        thing = Thing()
        found.append(weakref.ref(thing))
        return ""

    recording = record(app, "/")
    gc.collect()
    assert found[0]() is None
    assert values_of(recording, "thing") == ["Thing"]


def test_nobody_sees_a_secret(app: Flask) -> None:
    app.secret_key = "tell-nobody"
    app.config["SECRET_KEY_FALLBACKS"] = ["the-old-one", b"bytes-too"]

    @app.get("/")
    def view() -> str:
        session["user"] = "ann"
        key = app.secret_key
        keys = {"key": key, "long": "x" * (LETTERS - 5) + key}
        old, more = app.config["SECRET_KEY_FALLBACKS"]
        api_secret = "mine"
        raise ValueError(f"{keys}{old}{more}{api_secret[:0]}")

    recording = record(app, "/")
    text = json.dumps(
        [as_json(recording).partition('"calls"')[2], repr(trace(app, "/"))]
    )
    for secret in ("tell-nobody", "the-old-one", "bytes-too"):
        assert secret not in text
    assert values_of(recording, "api_secret") == ["(a secret)"]


def test_a_repr_of_yours_is_never_called(app: Flask) -> None:
    class Slow:
        def __repr__(self) -> str:
            time.sleep(60)
            raise AssertionError

        __str__ = __format__ = __len__ = __iter__ = __repr__  # type: ignore[assignment]

        @property
        def __class__(self) -> Any:
            raise AssertionError

    @app.get("/")
    def view() -> str:
        slow = Slow()
        several = [slow, {slow: slow}]
        return str(len(several))

    recording = record(app, "/")
    assert values_of(recording, "slow") == ["Slow"]
    assert values_of(recording, "several") == ["[Slow, {Slow: Slow}]"]


class Curious(type):
    """A class whose every question is answered by an error."""

    def __eq__(cls, other: object) -> bool:
        raise AssertionError

    def __hash__(cls) -> int:
        raise AssertionError


class Odd(tuple, metaclass=Curious):
    """Whatever the recorder looks for, and in the wrong shape."""

    _status = 7

    def fill(self) -> Odd:
        vars(self)[3] = self
        vars(self)["config"] = {}
        vars(self)["view_functions"] = ["x"]
        vars(self)["_status"] = self
        return self


class Hidden:
    @property
    def __dict__(self) -> Any:
        raise AssertionError


class Loud(Exception):
    def __str__(self) -> str:
        raise AssertionError


def test_odd_objects_change_nothing(app: Flask) -> None:
    @app.get("/")
    def view() -> str:
        odd, hidden = Odd().fill(), Hidden()
        try:
            raise Loud("tea", 1)
        except Loud as error:
            return str(len([odd, hidden, error]))

    recording = record(app, "/")
    assert recording.calls[0].outcome == "200 OK"
    assert values_of(recording, "odd") == ["Odd"]
    assert values_of(recording, "hidden") == ["Hidden"]
    said = [each.said for each in recording.steps if each.kind == "raise"]
    assert said == ["Loud: 'tea', 1"]


def test_a_message_of_several_lines_is_drawn_in_one(app: Flask) -> None:
    @app.get("/")
    def view() -> str:
        raise ValueError("one\n\ntwo  three\ud800")

    app.testing = True
    first, *_ = repr(trace(app, "/")).splitlines()
    assert first.endswith(r"raises ValueError: one two three\ud800")


def test_a_proxy_is_not_asked_what_it_stands_for(app: Flask) -> None:
    def look() -> object:
        here = request
        return [here]

    with Recording() as recording:
        look()
    assert values_of(recording, "here") == ["LocalProxy"]


ANYTHING = st.recursive(
    st.none() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner)
        | st.dictionaries(st.text(), inner)
        | st.frozensets(st.integers())
    ),
)


@given(ANYTHING)
def test_any_value_is_described_shortly(value: Any) -> None:
    text = Values().of(value)
    assert "\n" not in text
    assert len(text) <= 4 * (LETTERS + 40) * (ITEMS + 1) ** 2


SECRETS = ["tell-nobody", b'_5#y2L"F4Q8z\n\xec]/', "b\\a'ck\"", "größer", b"\xc3\xa4"]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_hidden_in_every_form(app: Flask, secret: str | bytes) -> None:
    seen = secret  # Before the recorder can know what it is.
    app.secret_key = secret
    app.config["SECRET_KEY_FALLBACKS"] = [secret[:4]]

    def remember(value: str | bytes) -> object:
        return {"first": value, "later": [value]}

    @app.get("/")
    def view() -> tuple[str, str]:
        session["user"] = str(remember(seen))
        interface = app.session_interface
        serializer = interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        signer = serializer.make_signer(serializer.salt)
        derived = signer.derive_key()
        return str(len(derived)), "200 OK"

    with app.test_request_context():
        interface = app.session_interface
        serializer = interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        derived = serializer.make_signer(serializer.salt).derive_key()
    with Recording() as recording:
        remember(seen)
        TestApp(app).get("/")
    shown = " ".join(
        [
            *(call.outcome for call in recording.calls),
            *(each.said for each in recording.steps),
            *(
                str(value)
                for each in recording.steps
                for value in each.changed.values()
            ),
        ]
    )
    for form in (secret, derived):
        assert repr(form)[1:-1].lstrip("'\"") not in shown
    assert "(a secret)" in shown
    assert "200 OK" in shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2**5000, "int of 5001 bits"),
        ("x" * 100, f"'{'x' * LETTERS}'…"),
        (list(range(10)), "[0, 1, 2, 3, 4, 5, …]"),
        ([[[[]]]], "[[[…]]]"),
        ({"a": 1}, "{'a': 1}"),
        ((1,), "(1,)"),
        (KeyError("tea", 1), "KeyError('tea', 1)"),
        (json, "<module json>"),
        (int, "<class 'int'>"),
        (len, "<function len>"),
        ((each for each in ()), "<generator <genexpr>>"),
    ],
)
def test_how_values_are_shown(value: Any, text: str) -> None:
    assert Values().of(value) == text


def test_a_request_says_which_one_it_is(app: Flask) -> None:
    with app.test_request_context("/things?x=1", method="POST"):
        found = request._get_current_object()  # type: ignore[attr-defined]
        assert Values().of(found) == "Request POST /things"
    assert Values().of(TestApp(app).get("/", status=404)).startswith("TestResponse")


def test_what_the_panel_is_told(app: Flask) -> None:
    @app.get("/")
    def view() -> str:
        g.user = "</script>"
        return g.user

    recording = record(app, "/")
    told = json.loads(as_json(recording))
    assert told["title"] == "GET /: 200 OK"
    calls, steps = told["calls"], told["steps"]
    assert len(calls) == len(recording.calls)
    assert len(steps) == len(recording.steps)
    (push,) = [each for each in calls if each["name"] == "RequestContext.push"]
    assert told["texts"][push["text"]]["name"] == "tinyflask/ctx.py"
    assert push["chapter"] == 9
    assert push["address"].startswith("09-sessions/#")
    html = step(app, "/")._repr_html_()
    assert html.count("</script") <= 1
    assert repr(step(app, "/")) == repr(trace(app, "/"))
