"""Ready or not.

Hint: A table of a setting's name, a function that says whether its value is fit, and a sentence,
is shorter than a chain of `if`.

Hint: `len(key or "")` is for texts and bytes, and for no key at all.

Hint: A sentence says what to do: "Set SECRET_KEY to 16 characters or more."

Learnt: What is wrong can be told before it hurts, by a list that somebody has written once.

In Flask: It has nothing of the kind. Django's is in `django/core/checks/security/base.py`.

Try: Make a command of it, which ends with the status 1 if there is a problem.
"""

FIT = {
    "SECRET_KEY": (lambda key: len(key or "") >= 16, "be 16 characters or longer"),
    "DEBUG": (lambda on: not on, "be off"),
    "TESTING": (lambda on: not on, "be off"),
    "SESSION_COOKIE_SECURE": (bool, "be on"),
    "SESSION_COOKIE_HTTPONLY": (bool, "be on"),
    "SESSION_COOKIE_SAMESITE": (("Lax", "Strict").__contains__, "be Lax or Strict"),
    "MAX_CONTENT_LENGTH": (lambda size: size is not None, "be a number of bytes"),
    "TRUSTED_HOSTS": (bool, "list the hosts that are answered to"),
}


def problems(app):
    """Return what is not fit for production in the settings of ``app``."""
    return [
        f"{name} has to {words}."
        for name, (is_fit, words) in FIT.items()
        if not is_fit(app.config[name])
    ]
