"""Work in threads.

A page shows what a thing costs in several shops, and each shop takes a second to answer. So
they are asked at the same time, each in a thread of its own. Each is a function without
arguments, which uses `request` to find out what is wanted, and may use `g`.

Write `ask_all(pool, shops)`. `pool` is a pool of threads as Python's
`concurrent.futures.ThreadPoolExecutor` is one: `pool.submit(function)` has a thread call the
function and returns at once, and what it returns has a method `result()`, which waits for
the function's result and returns it, or raises its error.

`ask_all` has all shops asked at the same time, each with the current request, and returns
their answers in the order of `shops`. Each shop has a `g` of its own, and what a shop opened
is closed when it is done: the functions for the end are called for it. If a shop fails, the
others are waited for all the same, and then its error is raised.

In the tests, the threads are an imitation that works without any: what is submitted is run
while somebody waits, and nothing of the request is current in it, as in a new thread.
"""

from contextvars import Context

from tinyflask import Flask, g, request


def ask_all(pool, shops):
    """Return the answers of all ``shops``, which are asked at the same time."""
    raise NotImplementedError("write ask_all here")


class _Result:
    """What becomes of a function that was submitted."""

    def __init__(self, pool):
        self.pool = pool
        self.value = self.error = None
        self.is_done = False

    def result(self):
        while not self.is_done:
            assert self.pool.waiting, "You wait for what was never begun."
            self.pool.turn()
        if self.error is not None:
            raise self.error
        return self.value


class _Pool:
    """Threads that are none: each function runs while somebody waits."""

    def __init__(self):
        self.waiting = []
        self.running = self.most = 0

    def submit(self, function, *args):
        result = _Result(self)
        self.waiting.append((result, function, args))
        return result

    def turn(self):
        """Run the next function, as in a thread of its own. One may run within another."""
        if not self.waiting:
            return
        result, function, args = self.waiting.pop(0)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            # A new thread has none of the variables.
            result.value = Context().run(function, *args)
        except Exception as error:
            result.error = error
        finally:
            self.running -= 1
            result.is_done = True


def _asked(shops, ended=None):
    """What ``ask_all`` returns in a view, and the pool that it used."""
    pool, found = _Pool(), []
    app = Flask(__name__)

    @app.get("/price")
    def price():
        g.plan = "the view's"
        found.append(ask_all(pool, [lambda shop=shop: shop(pool) for shop in shops]))
        found.append(dict(vars(g._get_current_object())))
        return "done"

    if ended is not None:
        app.teardown_appcontext(ended)
    with app.test_request_context("/price?thing=tea"):
        price()
    return found, pool


def _shop(price):
    def ask(pool):
        # While this shop thinks, the next one is asked.
        pool.turn()
        return f"{request.args['thing']}: {price}"

    return ask


def test_every_shop_knows_what_is_wanted():
    (answers, _), _ = _asked([_shop(3), _shop(4), _shop(5)])
    expected = ["tea: 3", "tea: 4", "tea: 5"]
    assert list(answers) == expected, f"The answers are {answers}, not {expected}."


def test_they_are_asked_at_the_same_time():
    _, pool = _asked([_shop(3), _shop(4), _shop(5)])
    assert pool.most == 3, (
        f"At most {pool.most} of the three shops were asked at the same time. Submit"
        " all, and then wait."
    )


def test_every_shop_has_a_g_of_its_own():
    def seen(pool):
        before = dict(vars(g._get_current_object()))
        g.connection = "open"
        pool.turn()
        return before

    (answers, kept), _ = _asked([seen, seen])
    assert list(answers) == [{}, {}], (
        f"The shops found this in their `g`: {answers}. It should have been empty."
    )
    assert kept == {"plan": "the view's"}, (
        f"Afterwards the view's `g` had {kept}. It should have what the view put there."
    )


def test_what_a_shop_opened_is_closed():
    closed = []

    def opens(pool):
        g.connection = "open"
        return "tea: 3"

    _asked([opens, opens], lambda error: closed.append(g.get("connection")))
    assert closed.count("open") == 2, (
        "Two shops opened a connection, and the functions for the end saw"
        f" {closed.count('open')}."
    )


def test_a_shop_that_fails():
    """A shop that fails does not keep the others from being waited for."""
    done = []

    def fails(pool):
        raise LookupError("There is no such shop.")

    def works(pool):
        done.append("asked")
        return "tea: 3"

    try:
        found, _ = _asked([fails, works])
    except LookupError:
        assert done == ["asked"], "The second shop was not waited for."
        return
    raise AssertionError(f"A shop failed, and ask_all returned {found[0]}.")


def test_no_shops():
    (answers, _), _ = _asked([])
    assert list(answers) == [], f"Of no shops, the answers are {answers}."
