"""The API reference: a page for each module, and one that leads to all of them.

mkdocstrings describes a name: its signature, and its docstring as Markdown. Here it is
said which names there are, in which order, and who types them in.
"""

from __future__ import annotations

import ast
import itertools
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..weave import pieces
from ..weave.book import PACKAGE, Book, Showing, module_of
from ..weave.chapter import slug
from ..weave.pieces import HEAD, Branch, Leaf, Module

# What a program imports from the package, by what it is for.
IMPORTED = {
    "The application": "Flask Blueprint Config",
    "What is current": "request session g current_app has_request_context"
    " has_app_context after_this_request copy_current_request_context",
    "Requests and responses": "Request Response make_response redirect abort jsonify"
    " json send_file send_from_directory stream_with_context",
    "URLs and templates": "url_for render_template render_template_string"
    " stream_template stream_template_string get_template_attribute",
    "Messages for the next page": "flash get_flashed_messages",
    "Signals": "request_started request_finished request_tearing_down"
    " got_request_exception message_flashed before_render_template template_rendered"
    " appcontext_pushed appcontext_tearing_down appcontext_popped",
}
# What a program calls and sets of an application. The rest is for who derives from it.
CALLED = {
    "Views and their rules": "route get post put delete patch add_url_rule endpoint"
    " register_blueprint url_for url_map",
    "Around a request": "before_request after_request teardown_request"
    " teardown_appcontext url_value_preprocessor url_defaults errorhandler"
    " register_error_handler",
    "Templates and files": "template_filter template_test template_global"
    " context_processor jinja_env open_resource open_instance_resource"
    " send_static_file",
    "Settings": "config debug testing secret_key permanent_session_lifetime logger"
    " extensions",
    "To run it and to test it": "run cli shell_context_processor test_client"
    " test_cli_runner test_request_context app_context request_context wsgi_app"
    " asgi_app",
}
# What is said of names that have no docstring.
SAID = {
    "request": "What is asked, in the request that is being answered",
    "session": "What is remembered of the client from one request to the next",
    "g": "A place for what lasts as long as the context",
    "current_app": "The application that is at work",
    "request_started": "A request begins",
    "request_finished": "A request has its response",
    "request_tearing_down": "A request ends",
    "got_request_exception": "Nobody has handled an error",
    "message_flashed": "A message was kept for the next page",
    "before_render_template": "A template is about to be rendered",
    "template_rendered": "A template was rendered",
    "appcontext_pushed": "A context was entered",
    "appcontext_tearing_down": "A context ends",
    "appcontext_popped": "A context was left",
    "url_map": "The rules",
    "config": "The settings",
    "debug": "Whether errors are shown, and changes reload",
    "testing": "Whether errors reach the test that caused them",
    "secret_key": "What the session is signed with",
    "permanent_session_lifetime": "How long a permanent session lasts",
    "extensions": "What extensions keep, by their names",
}


@dataclass(frozen=True)
class Entry:
    """A public name of a module, and the piece of the module that it is shown by."""

    names: tuple[str, ...]
    piece: pieces.Path


def pages(book: Book) -> dict[str, str]:
    """The pages of the reference, as Markdown, by the names of their files."""
    modules = {
        module_of(path): module
        for path, module in book.layouts.items()
        if any(entries(module.tree))
    }
    found = {"index.md": overview(book, modules)}
    for name, module in modules.items():
        found[file_of(name)] = page(book, name, module)
    return found


def file_of(module: str) -> str:
    return f"{module.removeprefix(f'{PACKAGE}.')}.md"


def overview(book: Book, modules: dict[str, Module]) -> str:
    """The first page: what a program uses, by what it is for, and all modules."""
    reading = Reading(book, modules)
    homes = exports(modules[PACKAGE])
    parts = [
        "# API reference",
        f"What `import {PACKAGE}` gives, and what one calls of an application, by what"
        " it is for. Each name leads to its description, and its number to where the"
        " book types it in. [The map](../map.md) has the same names beside Flask's.",
        f"## What `{PACKAGE}` gives",
    ]
    for heading, names in IMPORTED.items():
        rows = [reading.row(homes[name], (name,)) for name in names.split()]
        parts += [f"### {heading}", table(rows)]
    own = reading.members(f"{PACKAGE}.app", "Flask")
    parts += ["## What a `Flask` has", "A blueprint has what is in `scaffold` as well."]
    for heading, names in CALLED.items():
        rows = [reading.row(*own.pop(name)) for name in names.split()]
        parts += [f"### {heading}", table(rows)]
    rest = (link(home, names) for home, names in own.values())
    listed = [
        f"| [`{name}`]({file_of(name)}) | {told(module.tree)} |"
        for name, module in modules.items()
    ]
    parts += [
        "### All others",
        f"Who derives a class of their own from it may also need {', '.join(rest)}.",
        "## The modules",
        table(listed, "Module", "What is in it"),
    ]
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True)
class Reading:
    """The modules, to find in them what a name is."""

    book: Book
    modules: dict[str, Module]

    def row(self, home: str, names: tuple[str, ...]) -> str:
        """A row of a table: a name that leads to its description, and what it is."""
        name, whole = names[-1], f"{home}.{names[-1]}"
        if whole in self.modules:
            return (
                f"| [`{name}`]({file_of(whole)}) | {told(self.modules[whole].tree)} | |"
            )
        every = entries(self.modules[home].tree)
        entry = next(each for each in every if each.names == names)
        piece = find(self.modules[home].tree, names)
        path = next(path for path in self.book.layouts if module_of(path) == home)
        chapter = typed_in(self.book.showings[path, entry.piece], "{number}")
        text = SAID.get(name) or (told(piece) if piece else "")
        return f"| {link(home, names)} | {text} | {chapter} |"

    def members(self, home: str, name: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Where the names of a class are: in its module, or in those of its bases."""
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        for module, branch in self.bases(home, name):
            for entry in entries(branch, (branch.key,)):
                found.setdefault(entry.names[-1], (module, entry.names))
        return found

    def bases(self, home: str, name: str) -> Iterator[tuple[str, Branch]]:
        """The class ``name`` of the module ``home``, and those that it derives from."""
        classes = {
            piece.key: (module, piece)
            for module, read in self.modules.items()
            for piece in read.tree.body
            if isinstance(piece, Branch)
        }
        module, branch = classes[name]
        yield module, branch
        (node,) = ast.parse(f"{textwrap.dedent(branch.head.text)} ...").body
        assert isinstance(node, ast.ClassDef)
        for base in node.bases:
            if isinstance(base, ast.Name) and base.id in classes:
                yield from self.bases(home, base.id)


def exports(package: Module) -> dict[str, str]:
    """Where each name is that one can import from the package itself."""
    return {
        alias.asname or alias.name: f"{PACKAGE}.{module}" if module else PACKAGE
        for statement in package.imports
        if isinstance(statement, ast.ImportFrom) and statement.level
        for module in [statement.module]
        for alias in statement.names
    }


def link(home: str, names: tuple[str, ...]) -> str:
    return f"[`{names[-1]}`][{home}.{'.'.join(names)}]"


def table(rows: Iterable[str], *heads: str) -> str:
    """A table of rows, which are written already."""
    columns = heads or ("Name", "What it is", "Chapter")
    head = [f"| {' | '.join(columns)} |", "| --- " * len(columns) + "|"]
    text = "\n".join([*head, *rows])
    return f'<div class="book-names" markdown="1">\n\n{text}\n\n</div>'


def find(branch: Branch, names: tuple[str, ...]) -> Branch | Leaf | None:
    """The piece with these names, one within the other; none for an attribute."""
    piece = next((each for each in branch.body if each.key == names[0]), None)
    if isinstance(piece, Branch) and names[1:]:
        return find(piece, names[1:])
    return piece


def told(piece: Branch | Leaf) -> str:
    """The first sentence of what a docstring says."""
    if isinstance(piece, Branch):
        text = ast.literal_eval(piece.doc.text.strip()) if piece.doc else ""
    else:
        match parsed(piece)[0]:
            case ast.FunctionDef() | ast.AsyncFunctionDef() as node:
                text = ast.get_docstring(node) or ""
            case _:
                text = ""
    first, _, _ = " ".join(text.partition("\n\n")[0].split()).partition(". ")
    return first.rstrip(".").replace("|", "\\|").replace("``", "`")


def page(book: Book, name: str, module: Module) -> str:
    """The page of a module: what one imports from the package, then the rest."""
    homes = exports(book.layouts[f"{PACKAGE}/__init__.py"])
    path = next(path for path in book.layouts if module_of(path) == name)
    parts = [
        f"---\ntitle: {name}\n---",
        documented(name, name, 1),
        "[All modules](index.md#the-modules)",
    ]
    every = list(entries(module.tree))
    for entry in sorted(every, key=lambda each: homes.get(each.names[0]) != name):
        shown = ".".join(entry.names)
        parts.append(documented(f"{name}.{shown}", shown, 1 + len(entry.names)))
        showings = book.showings.get((path, entry.piece))
        if showings:
            chapter = typed_in(showings, "chapter {number}, *{section}*")
            parts.append(f"Typed in: {chapter}\n{{ .typed-in }}")
    return "\n\n".join(parts) + "\n"


def documented(name: str, heading: str, level: int) -> str:
    """What makes mkdocstrings describe ``name``, and not what is in it."""
    options = f"      heading: {heading}\n      heading_level: {level}"
    return f"::: {name}\n    options:\n{options}"


def typed_in(showings: list[Showing], words: str) -> str:
    """A link to where a piece was typed in as it is now, or a class began."""
    now = showings[-1].leaf
    *_, first = itertools.takewhile(
        lambda each: each.leaf.text == now.text or now.key == HEAD,
        reversed(showings),
    )
    chapter, section = first.chapter, first.block.section
    text = words.format(number=chapter.number, section=section)
    return f"[{text}](../{chapter.slug}/index.md#{slug(section)})"


def entries(branch: Branch, owner: tuple[str, ...] = ()) -> Iterator[Entry]:
    """The public names of a module or a class: what is called, then what is set."""
    values = []
    for piece in branch.body:
        here = (*owner, piece.key)
        if isinstance(piece, Branch):
            if piece.key == "__init__":
                values += list(attributes(piece, owner))
            elif is_public(piece.key):
                yield Entry(here, (*here, HEAD))
                yield from entries(piece, here)
        elif is_public(piece.key) and not (is_type(piece) or piece.key.isupper()):
            entry = Entry(here, here)
            if piece.definition or not owner:
                yield entry
            else:
                values.append(entry)
    yield from values


def attributes(constructor: Branch, owner: tuple[str, ...]) -> Iterator[Entry]:
    """The public attributes that a constructor sets."""
    for piece in constructor.body:
        name = piece.key.removeprefix("self.")
        if name != piece.key and is_public(name):
            yield Entry((*owner, name), (*owner, constructor.key, piece.key))


def is_type(piece: Leaf) -> bool:
    """Whether it is a name for a type, or says of which type an attribute is."""
    match parsed(piece):
        case [ast.Assign(value=ast.Subscript() | ast.BinOp())]:
            return True
        case [ast.Assign(value=ast.Call(func=ast.Name("TypeVar" | "ParamSpec")))]:
            return True
        case [ast.AnnAssign(annotation=ast.Name("TypeAlias"))]:
            return True
        case [ast.AnnAssign(value=None)]:
            return True
    return False


def parsed(piece: Leaf) -> list[ast.stmt]:
    return ast.parse(textwrap.dedent(piece.text)).body


def is_public(name: str) -> bool:
    special = name.startswith("__") and name.endswith("__")
    return name.isidentifier() and (special or not name.startswith("_"))
