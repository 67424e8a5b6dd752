"""No exceptions.

Hint: `match` is made for this: `case Ok(value):` and `case Err(kind, message):`.

Hint: `take` begins with `found = find(thing)`. If it is an `Err`, return it.

Hint: `make_response` ends with `return super().make_response(rv)` in any case. An error
becomes a tuple of a dictionary and a status first.

Learnt: A signature that returns a result or an error tells what can go wrong, and every
caller has to say what it does about it. In Python nothing makes sure that it looks: a
forgotten check goes on with an `Err` as if it were a number.

In Flask: There is nothing of the kind. Rust's web frameworks answer with a `Result`, and
the compiler makes sure that each is looked at.

Try: Call `find` from three functions deep, and count the lines that do nothing but pass
an error on. An exception passes itself on.
"""

from dataclasses import dataclass
from typing import Any

from tinyflask import Flask

STATUS = {"unknown": 404, "sold out": 409}
stock = {"tea": 3, "milk": 0}


@dataclass
class Ok:
    """Something worked, and this is what came of it."""

    value: Any


@dataclass
class Err:
    """Something did not: of which kind, and a message for people."""

    kind: str
    message: str


def find(thing):
    """Return how many of a thing there are."""
    if thing not in stock:
        return Err("unknown", f"we do not have {thing}")
    return Ok(stock[thing])


def take(thing, number=1):
    """Take things out of the stock, and return how many are left."""
    match find(thing):
        case Err() as error:
            return error
        case Ok(left) if left < number:
            return Err("sold out", f"there is no {thing} left")
    stock[thing] -= number
    return Ok(stock[thing])


class WithResults(Flask):
    """An application whose views may return `Ok` and `Err`."""

    def make_response(self, rv):
        """Return the response that ``rv`` stands for."""
        match rv:
            case Ok(value):
                rv = value
            case Err(kind, message):
                rv = {"error": message}, STATUS.get(kind, 500)
        return super().make_response(rv)
