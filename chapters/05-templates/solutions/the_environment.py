"""The environment.

Hint: `str.endswith` takes a tuple of endings. `None` has no `endswith`, so ask for it
first.

Hint: Make a dictionary of the two options of your own and put `**self.jinja_options` at its
end: of two entries for one key the later counts.

Hint: `environment.globals` and `environment.policies` are dictionaries, and can be changed
after the environment has been made. The current request is `request` from `.globals`, which
the module has imported already.

Learnt: An application's environment is Jinja's, with four things said: where templates
are, what escapes, when to look again, and which names there are.

In Flask: `Flask.create_jinja_environment` in `src/flask/app.py` says the same four, and
`select_jinja_autoescape` is in `src/flask/sansio/app.py`.

Try: Set `jinja_options = {"undefined": jinja2.StrictUndefined}` in a program of yours,
and see what was silently empty.
"""

from .globals import request


class TemplatingMixin:
    ...

    def select_jinja_autoescape(self, filename):
        """Return whether a template escapes what it prints."""
        endings = (".html", ".htm", ".xml", ".xhtml", ".svg")
        return filename is None or filename.endswith(endings)

    def create_jinja_environment(self):
        """Return a Jinja environment with the application's options and names."""
        reload = self.config["TEMPLATES_AUTO_RELOAD"]
        options = {
            "autoescape": self.select_jinja_autoescape,
            "auto_reload": self.debug if reload is None else reload,
            **self.jinja_options,
        }
        environment = self.jinja_environment(self, **options)
        environment.globals.update(config=self.config, request=request)
        environment.policies["json.dumps_function"] = lambda *args, **options: (
            self.json.dumps(*args, **options)
        )
        return environment
