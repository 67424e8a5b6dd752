"""By its name.

Hint: `ast.parse(text.strip(), mode="eval").body` is an `ast.Name`, with an `id`, or an
`ast.Call`, with a `func`, with `args`, and with `keywords`, each of which has an `arg` and a
`value`. Everything else is refused. What is no Python at all is a `SyntaxError`.

Hint: `ast.literal_eval` makes a value of such a node, and raises `ValueError` for anything
that would have to be run.

Hint: Do not call the function to find out whether the arguments fit.
`inspect.signature(function).bind(*args, **kwargs)` raises a `TypeError` where they do not.

Learnt: What looks like Python need not be run to be understood. And an error is named best
by whoever caught it closest to where it happened.

In Flask: `find_app_by_string` is in `src/flask/cli.py`. It calls, and looks in the traceback
afterwards.

Try: Allow a name with dots, `shops.first:app.inner`. What else does that let in?
"""

import ast
import inspect

from tinyflask import Flask
from tinyflask.finding import NoAppException


def find_app_by_string(module, app_name):
    """Return the application that ``app_name`` is in a module, or that it makes."""
    args, kwargs = [], {}
    try:
        expression = ast.parse(app_name.strip(), mode="eval").body
        if isinstance(expression, ast.Call):
            args = [ast.literal_eval(each) for each in expression.args]
            for each in expression.keywords:
                kwargs[each.arg] = ast.literal_eval(each.value)
            expression = expression.func
        if not isinstance(expression, ast.Name):
            raise ValueError
    except (SyntaxError, ValueError):
        problem = f"{module.__name__}:{app_name} has neither a name nor a call."
        raise NoAppException(problem) from None
    if not hasattr(module, expression.id):
        raise NoAppException(f"{module.__name__} has no {expression.id}.")
    found = getattr(module, expression.id)
    if inspect.isfunction(found):
        try:
            inspect.signature(found).bind(*args, **kwargs)
        except TypeError as error:
            problem = f"{module.__name__}:{app_name} cannot be called: {error}."
            raise NoAppException(problem) from None
        found = found(*args, **kwargs)
    if not isinstance(found, Flask):
        raise NoAppException(f"{app_name} in {module.__name__} is no application.")
    return found
