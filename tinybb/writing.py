"""What people write: a part of Markdown, and nothing that a browser would run."""

from markdown_it import MarkdownIt
from markupsafe import Markup

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


def made_for_forums():
    """Markdown's engine. It refuses addresses such as ``javascript:`` by itself."""
    engine = MarkdownIt("zero", {"breaks": True, "html": False}).enable(ENABLED)
    engine.add_render_rule("link_open", link_of_a_stranger)
    return engine


def link_of_a_stranger(self, tokens, index, options, env):
    tokens[index].attrSet("rel", "nofollow ugc")
    return self.renderToken(tokens, index, options, env)


engine = made_for_forums()


def as_html(text):
    """A post's text as HTML, which is safe."""
    return Markup(engine.render(text))


def quoting(post):
    """The beginning of an answer to ``post``."""
    lines = [f"> {line}".rstrip() for line in post.text.splitlines()]
    return "\n".join([f"**{post.account.name}** wrote:", "", *lines, "", ""])
