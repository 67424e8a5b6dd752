"""Record and register.

Hint: What is recorded is a function of one argument: `lambda state: ...`.

Hint: `add_url_rule` of the blueprint has nothing to do with prefixes and names. It records
`lambda state: state.add_url_rule(rule, endpoint, view_func, **options)`.

Hint: It may be played back twice, so the recorded function must not change the options.
`**options` makes a copy with each call.

Hint: In the state, `{**self.url_defaults, **options.get("defaults", {})}` are the
defaults, and `options.setdefault("subdomain", self.subdomain)` is the subdomain.

Learnt: A call can be recorded as a function that waits for what is missing. That is all
that "deferred" means, and it undoes the circle: the part is complete without the whole.

In Flask: `Blueprint` and `BlueprintSetupState` in `src/flask/sansio/blueprints.py`.

Try: Print `blueprint.deferred_functions` of a program of yours.
"""

from tinyflask.blueprints import joined
from tinyflask.helpers import setupmethod
from tinyflask.scaffold import Scaffold


class BlueprintSetupState:
    ...

    def add_url_rule(self, rule, endpoint=None, view_func=None, **options):
        """Add a rule to the application, with the blueprint's prefix and name."""
        if self.url_prefix is not None:
            rule = joined(self.url_prefix, rule) if rule else self.url_prefix
        if endpoint is None:
            endpoint = view_func.__name__
        options.setdefault("subdomain", self.subdomain)
        options["defaults"] = {**self.url_defaults, **options.get("defaults", {})}
        endpoint = f"{self.full_name}.{endpoint}"
        self.app.add_url_rule(rule, endpoint, view_func, **options)


class Blueprint(Scaffold):
    ...

    @setupmethod
    def record(self, func):
        """Have ``func`` called with the state of each registration."""
        self.deferred_functions.append(func)

    @setupmethod
    def record_once(self, func):
        """Have ``func`` called at the first registration with an application."""

        def once(state):
            if state.first_registration:
                func(state)

        self.record(once)

    @setupmethod
    def add_url_rule(
        self,
        rule,
        endpoint=None,
        view_func=None,
        provide_automatic_options=None,
        **options,
    ):
        """Record a rule."""
        if "." in str(endpoint or getattr(view_func, "__name__", "")):
            raise ValueError("A blueprint's name stands before its endpoints: no dots.")
        options["provide_automatic_options"] = provide_automatic_options
        self.record(
            lambda state: state.add_url_rule(rule, endpoint, view_func, **options)
        )
