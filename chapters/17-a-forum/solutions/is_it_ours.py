"""Ours or not.

Hint: A function that is called before every request lets it pass by returning nothing.

Hint: `compare_digest` compares in a time that says nothing. Of texts it takes only ASCII, and
of bytes all.

Hint: What is there to compare if the session has no token? Refuse that first.

Learnt: Two empty values are equal. What proves something has to be there, before it is compared.

In Flask: Flask has nothing of the kind. Flask-WTF's `CSRFProtect` is a `before_request` as well,
in `flask_wtf/csrf.py`, and signs its tokens.

Try: Have a token of each form, and not of each session. What do two windows of a browser do?
"""

from hmac import compare_digest

from tinybb.database import READING
from tinybb.errors import is_for_programs
from tinyflask import abort, request, session


def check_form():
    """Refuse what was sent by a form that is not ours."""
    if request.method in READING:
        return
    if is_for_programs():
        request.get_data()
        return
    sent, expected = request.form.get("token", ""), session.get("token", "")
    if not expected or not compare_digest(sent.encode(), expected.encode()):
        abort(400, "This form is too old, or it is not from here.")
