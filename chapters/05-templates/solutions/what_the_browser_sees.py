"""What the browser sees.

Hint: Ask two things of each line. Does this template escape? Its name says it, and one that
has no file does. And is the value a promise, or a string?

Hint: `Markup` keeps its promise when something is added to it: what is added is escaped.
That goes for both sides of a plus.

Hint: An f-string makes a plain string, whatever is put into it. What stands in the template
itself is never escaped, and what goes through `safe` is not either.

Learnt: Escaping is decided twice: by the template, for all that it prints, and by each value,
for itself. A promise is kept by the methods of `Markup`, and lost in an f-string.

In Flask: `select_jinja_autoescape` is in `src/flask/sansio/app.py`, and `Markup` in the
library MarkupSafe.

Try: Print `value|upper` in place of `value`. What becomes of `Markup`, and is that right?
"""

PRINTED = """
&lt;b&gt;
<b>
<b>
&lt;b&gt;
<b>
<b>&lt;i&gt;
&lt;b&gt;<i>
<b>&lt;i&gt;
&lt;b&gt;
<b><i>
"""
