"""Bottle."""

from __future__ import annotations

from typing import Any

import bottle

from .pages import (
    DATA,
    HELLO,
    HOOKS,
    MISSING,
    ByHand,
    do_nothing,
    greeting,
    links,
    renderer,
    sections,
)


def make(hooked: bool) -> Any:
    app = bottle.Bottle()
    sessions = ByHand()
    if hooked:
        for _ in range(HOOKS):
            app.add_hook("before_request", lambda: do_nothing())
        app.error(404)(lambda error: MISSING)

    @app.route("/session")
    def session() -> str:
        text, cookie = sessions.visit(bottle.request.cookies["session"])
        bottle.response.set_cookie("session", cookie, path="/", httponly=True)
        return text

    @app.route("/links")
    def show_links() -> str:
        return links(lambda number: app.get_url(f"section{number}", number=number))

    app.route("/hello")(lambda: HELLO)
    app.route("/json")(lambda: DATA)
    app.route("/rows")(renderer())
    app.route("/form", method="POST")(lambda: greeting(bottle.request.forms))
    for name, path in sections():
        rule = f"{path}<number:int>"
        app.route(rule, name=name)(lambda number: f"Number {number}")
    return app
