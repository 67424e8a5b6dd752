"""Whose page is it.

Hint: Keep the dictionary on paper: two columns, the page and the module. Cross out what is
written over.

Hint: A module that was imported once is not run again. Its second import adds nothing.

Hint: While there is a fresh dictionary, only a module that is imported for the first time
can put something into it. The old one comes back as it was.

Learnt: With one application for everybody, the last module that is imported owns the page,
and a module that was imported too early is missing in every fresh application after that.
No line of any module says so.

In Flask: There is no such dictionary outside of an application. `app.view_functions` is in
`src/flask/sansio/scaffold.py`, and belongs to one object.

Try: Swap the first two imports of the program, and predict again.
"""

PRINTED = """
/ blog
/ library
/about blog
/ library
/ /cart
/ library
3 False
"""
