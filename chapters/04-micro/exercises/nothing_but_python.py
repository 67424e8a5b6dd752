"""Nothing but Python.

Take the other road: read a query string without Werkzeug and without `urllib`. Write
`parse_query`, which returns a dictionary from each name to the list of its values, in
their order. It is to agree with Werkzeug's `request.args` on whatever a client may send:

- a plus is a space, and `%C3%A9` is the letter é: bytes, as two digits each in base 16,
  which together are UTF-8;
- `%` that is not followed by two such digits stands for itself, and a byte that is not
  part of UTF-8 is written as `%FF`, in capitals;
- a name may come again, may have no value, and may itself be quoted;
- what is between two ampersands may be nothing at all, and then means nothing.

`bytes.fromhex` reads digits in base 16, and skips spaces, which are none. When you are done, compare your function with the
one at the beginning of the chapter. Which of the differences would you have thought of?
"""

import random

from werkzeug.wrappers import Request


def parse_query(query):
    """Return the values of each name in ``query``, a dictionary of lists."""
    raise NotImplementedError("write parse_query here")


def test_names_and_values():
    _agree("page=2&sort=name")


def test_a_name_comes_again():
    _agree("tag=a&tag=b&other=c&tag=a")


def test_letters_and_spaces():
    _agree("q=caf%C3%A9+au%20lait", "caf%c3%a9=1+%2B+1", "q=%E6%9D%8E")


def test_equals_signs():
    _agree("q=a=b", "q==", "flag", "flag&q=1", "=value")


def test_nothing():
    _agree("", "&", "&&a=1&", "a=1&&b=2")


def test_broken_percents():
    _agree("q=100%", "q=%zz", "q=%4", "q=%%41", "%=1", "q=%++", "q=%+4")


def test_bytes_that_are_not_text():
    _agree("q=%FF", "q=%ff", "q=a%C3", "q=%C3%28", "q=%FFok%C3%A9")


def test_whatever_a_client_may_send():
    rng = random.Random(4)
    pieces = [
        "a",
        "b",
        "=",
        "&",
        "+",
        "%",
        "%41",
        "%C3%A9",
        "%C3",
        "%FF",
        "é",
        "%2",
        " ",
    ]
    for _ in range(2000):
        _agree("".join(rng.choices(pieces, k=rng.randint(1, 8))))


def _agree(*queries):
    for query in queries:
        raw = query.encode().decode("latin-1")
        request = Request({"QUERY_STRING": raw, "REQUEST_METHOD": "GET"})
        wanted = request.args.to_dict(flat=False)
        found = parse_query(query)
        assert found == wanted, f"{query!r} is {found}, and should be {wanted}."
