"""Whose is it.

Hint: `cls.__mro__` has the classes in the order in which Python asks them, and `vars(each)` what each
of them has itself.

Hint: `inspect.unwrap(function)` is the innermost function, where each wrapper has `__wrapped__`. Its
line is `function.__code__.co_firstlineno`.

Hint: A class's `__module__` is the name of its module, and `sys.modules[name].__file__` its file. The
package is the first part of the name, and is a module too.

Learnt: A class is looked through in one order, and the first one that has a name is the one that is
meant. Whoever reads a large class reads its MRO first.

In Flask: `setupmethod`, in `sansio/scaffold.py`, wraps whatever may be called only before the first
request, and uses `update_wrapper`.

Try: Say it for an attribute, such as `request_class`, which is no function. What can be found out?
"""

import inspect
import sys
from pathlib import Path


def whose(cls, name):
    """Return the class, the file and the line of a method of ``cls``."""
    for owner in cls.__mro__:
        if name in vars(owner):
            function = inspect.unwrap(vars(owner)[name])
            module, _, _ = owner.__module__.partition(".")
            package = Path(sys.modules[module].__file__).parent
            file = Path(sys.modules[owner.__module__].__file__)
            line = function.__code__.co_firstlineno
            return owner.__name__, file.relative_to(package).as_posix(), line
    raise LookupError(f"no class has {name}")
