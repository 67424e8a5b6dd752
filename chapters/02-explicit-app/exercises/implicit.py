"""An implicit application that can be released.

Take the other road, carefully. Views are registered by a function `route` that belongs
to no object. Which application it adds to, a `with` statement says:

    with application() as views:

        @route("/")
        def index():
            return "Hello"

    views["/"]()

Write the context manager `application` and the decorator `route`. Inside of one `with`
there may be another; its views are its own, and afterwards the outer one goes on.
Outside of any, `route` raises `RuntimeError`. When nobody needs the views any more they
are released, also if something went wrong inside.

Then think of a program for which even this is not enough.
"""

import gc
import weakref


def application():
    """A context in which `route` registers views; gives the dictionary of them."""
    raise NotImplementedError("write application here")


def route(path):
    """Make the decorated function the current application's view for ``path``."""
    raise NotImplementedError("write route here")


def test_views_are_registered():
    with application() as views:
        route("/")(lambda: "Hello")
    assert list(views) == ["/"], f"The views are those for {list(views)}, not ['/']."
    assert views["/"]() == "Hello", "The view for / is not the function that was given."


def test_the_decorator_gives_the_function_back():
    def index():
        return "Hello"

    with application():
        kept = route("/")(index)
    assert kept is index, f"`route` turned the function into {kept!r}."


def test_two_applications_do_not_meet():
    with application() as blog:
        route("/")(lambda: "blog")
    with application() as library:
        route("/")(lambda: "library")
    found = blog["/"](), library["/"]()
    assert found == ("blog", "library"), (
        f"The two pages are {found}. It should be ('blog', 'library')."
    )


def test_one_inside_the_other():
    with application() as outer:
        with application() as inner:
            route("/inner")(lambda: "")
        route("/outer")(lambda: "")
    found = list(outer), list(inner)
    assert found == (["/outer"], ["/inner"]), (
        f"The outer application has {found[0]} and the inner one {found[1]}."
        " They should have what was registered inside of each."
    )


def test_outside_there_is_no_application():
    problem = "Outside of any application, `route` should raise RuntimeError."
    assert _is_refused(), problem


def test_an_error_inside_ends_the_application():
    try:
        with application():
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert _is_refused(), (
        "After an error inside of it, the application is still current."
    )


def test_views_are_released():
    class View:
        def __call__(self):
            return "Hello"

    with application() as views:
        reference = weakref.ref(route("/")(View()))
    del views
    gc.collect()
    assert reference() is None, "The view is still in memory, and nobody needs it."


def _is_refused():
    try:
        route("/")(lambda: "Hello")
    except NotImplementedError:
        raise
    except RuntimeError:
        return True
    return False
