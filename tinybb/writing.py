"""What people write: a part of Markdown, and nothing that a browser would run."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

from tinyflask import request

# Characters that XML cannot have, and halves of characters.
STRANGE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
# Where a link may lead: to the web, to an address for letters, or within the forum.
GOOD = re.compile(r"https?://|mailto:|[/?#]|[^:]*$", re.IGNORECASE)

# No pictures, no headings, and no HTML: that is shown as it was typed.
ENABLED = [
    "autolink",
    "backticks",
    "blockquote",
    "emphasis",
    "entity",
    "escape",
    "fence",
    "link",
    "list",
    "newline",
]


class Engine(MarkdownIt):
    """Markdown's engine, with links that lead to the web, and nowhere else."""

    def validateLink(self, url):
        return GOOD.match(url) is not None


def made_for_forums():
    engine = Engine("zero", {"breaks": True, "html": False}).enable(ENABLED)
    engine.add_render_rule("link_open", link_of_a_stranger)
    return engine


def link_of_a_stranger(self, tokens, index, options, env):
    tokens[index].attrSet("rel", "nofollow ugc")
    return self.renderToken(tokens, index, options, env)


engine = made_for_forums()


def without_strange(text):
    return STRANGE.sub("", text).strip()


def typed(name):
    """What somebody typed into a field of a form."""
    return without_strange(request.form[name])


def as_html(text):
    """A post's text as HTML, which is safe."""
    return Markup(engine.render(text))


def quoting(post):
    """The beginning of an answer to ``post``."""
    lines = [f"> {line}".rstrip() for line in post.text.splitlines()]
    return "\n".join([f"**{post.account.name}** wrote:", "", *lines, "", ""])
