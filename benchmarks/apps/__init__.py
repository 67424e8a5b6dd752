"""The same pages in eight ways: each module has a function that makes an application.

``make(hooked)`` returns one that answers alike, by the framework's own means. Where a
framework has no template engine, or another one, it is given Jinja; where it has no
sessions, or others, the same signed cookie is read and written by hand. A *hooked*
application calls three functions before each view, and has a page of its own for what
is missing.
"""

# By the names of the table, in its order. The others are compared with the first.
MODULES = {
    "Flask": "genuine",
    "tinyflask": "tiny",
    "Werkzeug": "bare",
    "Bottle": "with_bottle",
    "Falcon": "with_falcon",
    "Django": "with_django",
    "FastAPI": "with_fastapi",
}
# Those that build no URLs have no page with links.
WITHOUT_LINKS = {"Falcon"}
