"""Links in text.

People write addresses into comments, and would like them to be links. Write the filter
`linked`, so that `{{ comment|linked }}` shows the comment with each address in it as a link:

    <a href="https://example.org/tea">https://example.org/tea</a>

- An address begins with `http://` or `https://`, wherever that stands, and goes on to the
  next white space. A full stop or a comma at its end does not belong to it.
- Everything else in the comment is text, and is escaped. So is what stands in the address:
  somebody may write `https://x.y/"onclick="alert(1)`.
- What is `Markup` already is left as it is.

The result must not be escaped once more by the template, and the template has no `|safe`. For
that the filter returns `Markup`, from the package markupsafe: a string that says of itself
that it is HTML already. `escape(text)` makes one of any text. Its methods, `format` and `+`
among them, escape what they are given.
"""

import re

from markupsafe import Markup, escape
from webtest import TestApp

from tinyflask import Flask, render_template_string


def linked(text):
    """``text`` as HTML, with links for the addresses in it."""
    raise NotImplementedError("write linked here")


def test_text_is_text():
    found = _shown("Good tea.")
    assert found == "Good tea.", (
        f"A text without an address becomes {found!r}. It should be 'Good tea.'."
    )


def test_an_address_becomes_a_link():
    found = _shown("See https://example.org/tea now")
    wanted = 'See <a href="https://example.org/tea">https://example.org/tea</a> now'
    assert found == wanted, f"An address becomes {found!r}, not {wanted!r}."


def test_two_addresses_become_two_links():
    found = _shown("http://a.org and https://b.org")
    assert found.count("<a href=") == 2, (
        f"Two addresses should become two links, and are {found!r}."
    )
    assert "</a> and <a" in found, f"Between the links stands another text: {found!r}."


def test_an_address_begins_anywhere():
    found = _shown("(http://a.org or tea:https://b.org")
    wanted = '(<a href="http://a.org">http://a.org</a> or tea:<a'
    assert found.startswith(wanted), (
        f"An address after a bracket, and one after a colon, become {found!r}."
    )


def test_white_space_is_more_than_spaces():
    found = _shown("http://a.org\nhttp://b.org\thttp://c.org")
    assert found.count("<a href=") == 3, (
        f"Three addresses with a new line and a tab between become {found!r}."
    )


def test_a_full_stop_ends_the_sentence():
    for end in (".", ",", "..."):
        found = _shown(f"It is at https://example.org/tea{end}")
        wanted = f">https://example.org/tea</a>{end}"
        assert found.endswith(wanted), (
            f"With {end!r} after the address it is {found!r}."
        )


def test_what_is_no_address_is_escaped():
    found = _shown("<script>alert(1)</script> & tea")
    wanted = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; tea"
    assert found == wanted, f"A script becomes {found!r}, not {wanted!r}."


def test_what_is_in_an_address_is_escaped():
    found = _shown('https://x.y/"onclick="alert(1) and https://x.y/<b>')
    tags = re.findall("<[^>]*>", found)
    wanted = ["a", "/a", "a", "/a"]
    assert [re.match(r"</?(\w+)", tag)[0].lstrip("<") for tag in tags] == wanted, (
        f"The tags in the answer are {tags!r}: somebody's address became HTML."
    )
    assert all(tag.count('"') in (0, 2) for tag in tags), (
        f"A quote in an address ends the attribute: {tags!r}."
    )


def test_an_ampersand_in_an_address():
    found = _shown("https://x.y/?a=1&b=2")
    wanted = '<a href="https://x.y/?a=1&amp;b=2">https://x.y/?a=1&amp;b=2</a>'
    assert found == wanted, f"An ampersand makes it {found!r}, not {wanted!r}."


def test_other_schemes_are_text():
    found = _shown("javascript:alert(1) ftp://x.y")
    assert "<a" not in found, (
        f"Only http and https become links, and this did: {found!r}."
    )


def test_markup_is_left_alone():
    found = _shown(Markup("<b>https://example.org</b>"))
    assert found == "<b>https://example.org</b>", (
        f"Markup becomes {found!r}. It should be '<b>https://example.org</b>'."
    )


def _shown(comment):
    app = Flask(__name__)
    app.add_template_filter(linked)
    page = "{{ comment|linked }}"
    app.add_url_rule(
        "/", "index", lambda: render_template_string(page, comment=comment)
    )
    return TestApp(app).get("/").text
