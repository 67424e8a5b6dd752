"""Another engine.

Hint: The folder is `os.path.join(current_app.root_path, current_app.template_folder)`.

Hint: An attribute of the application is a good place for the lookup: make it when there is
none yet. `current_app` passes assignments on to the application that it stands for.

Hint: `lookup.get_template(name).render(...)` takes names as keywords. Pass `request` there,
unless the context has one of its own.

Learnt: Ten lines, and a page of either kind can be had by its name. What did not come
along are filters that you registered for Jinja, its globals, `get_template_attribute`,
and a base that both kinds of pages share. Those belong to an engine, and a framework
that wants them has chosen one.

In Flask: The section *One Template Engine* of Flask's *Design Decisions* argues the
same. An extension, Flask-Mako, gives Mako a `render_template` beside Jinja's.

Try: Let a Mako page show a flag that a filter of your application makes.
"""

import os

from mako.lookup import TemplateLookup

from tinyflask import current_app, render_template, request


def render(name, **context):
    """Return what the template ``name`` renders, with the engine of its ending."""
    if not name.endswith(".mako"):
        return render_template(name, **context)
    if not hasattr(current_app, "mako_lookup"):
        folder = os.path.join(current_app.root_path, current_app.template_folder)
        current_app.mako_lookup = TemplateLookup([folder], default_filters=["h"])
    context.setdefault("request", request)
    return current_app.mako_lookup.get_template(name).render(**context)
