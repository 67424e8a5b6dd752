"""Register a rule.

Hint: A decorator with arguments is a function that returns a decorator. So the method
defines a function of the view inside of it, and returns that function.

Hint: `add_url_rule` takes the rule, the endpoint and the view, and then the options.
Let it work out the endpoint when none is given, by passing `None`.

Hint: `options.pop("endpoint", None)` takes the endpoint out of the options, so that it
is not passed twice.

Learnt: A decorator that registers a function and returns it unchanged costs nothing
when the function is called.

In Flask: `route` is in `src/flask/sansio/scaffold.py`, where applications and blueprints
both have it from.

Try: Put a decorator of your own, with `functools.wraps`, between `route` and the view,
and find out which function is registered.
"""

from tinyflask.helpers import setupmethod


class Flask:
    ...

    @setupmethod
    def route(self, rule, **options):
        """Register the decorated function as the view for ``rule``."""

        def decorator(view_func):
            endpoint = options.pop("endpoint", None)
            self.add_url_rule(rule, endpoint, view_func, **options)
            return view_func

        return decorator
