"""Who has the last word.

Hint: A later source wins. `_Corner` has all that `_Shop` has, and says one thing otherwise.

Hint: In `from_mapping` the arguments come after the mapping, and a name in small letters is
no setting.

Hint: Is `False` JSON? And is `007`?

Learnt: The order of the calls is the order of the sources. What comes out of an environment
is JSON where it can be, and a text where it cannot, and a text that is not empty is true.
What is taken over is a copy of the name: the class may change, and the setting stays.

In Flask: The methods are in `src/flask/config.py`, and `debug` is a property of the
application that reads the setting `DEBUG`.

Try: Swap `from_prefixed_env` and `from_object(_Corner)`, and predict again.
"""

PRINTED = """
False
True 20
Tea 5
Cups 5
False
True False
Cups
"""
