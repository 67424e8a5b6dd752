"""Mend Flask.

Hint: What should happen: of two handlers, the nearer one is taken. Who chooses a handler? Which of the stops
of the chapter was that?

Hint: All three methods that handle something ask one function, and it is in the half without input and
output. It goes through blueprints from the inside out, and then comes to the application.

Hint: In which order are `names` there? `None` stands for the application.

Learnt: From what is seen to the line: what should have happened, who does it, are they asked, and with what.
You have mended Flask.

In Flask: `App._find_error_handler`, in `sansio/app.py`, as it is on your machine.

Try: Have somebody put a fault into a copy for you, and find it. Then change places.
"""

FILE = "sansio/app.py"
WRONG = """
names = (None, *blueprints)
"""
RIGHT = """
names = (*blueprints, None)
"""
