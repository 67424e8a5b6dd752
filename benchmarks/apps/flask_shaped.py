"""Flask, or a framework with the same names."""

from __future__ import annotations

from typing import Any

from .pages import (
    DATA,
    HELLO,
    HOOKS,
    KEY,
    MISSING,
    ROWS,
    TEMPLATES,
    do_nothing,
    greeting,
    links,
    sections,
    visited,
)


def make(framework: Any, hooked: bool) -> Any:
    app = framework.Flask(__name__, template_folder=TEMPLATES)
    app.secret_key = KEY
    if hooked:
        for _ in range(HOOKS):
            app.before_request(lambda: do_nothing())
        app.register_error_handler(404, lambda error: (MISSING, 404))

    @app.get("/session")
    def session() -> str:
        return visited(framework.session)

    @app.get("/rows")
    def rows() -> Any:
        return framework.render_template("rows.html", title="Things", rows=ROWS)

    @app.post("/form")
    def form() -> str:
        return greeting(framework.request.form)

    @app.get("/links")
    def show_links() -> str:
        return links(
            lambda number: framework.url_for(f"section{number}", number=number)
        )

    app.get("/hello", endpoint="hello")(lambda: HELLO)
    app.get("/json", endpoint="json")(lambda: DATA)
    for name, path in sections():
        app.add_url_rule(f"{path}<int:number>", name, lambda number: f"Number {number}")
    return app
