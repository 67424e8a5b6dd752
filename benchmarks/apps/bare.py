"""Werkzeug alone: what the two that stand on it could be at best, doing no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.wrappers import Request, Response

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


def html(text: str) -> Response:
    return Response(text, mimetype="text/html")


def make(hooked: bool) -> Any:
    sessions, render = ByHand(), renderer()

    def session(request: Request) -> Response:
        text, cookie = sessions.visit(request.cookies["session"])
        response = html(text)
        response.set_cookie("session", cookie, httponly=True)
        return response

    def show_links(request: Request, adapter: MapAdapter) -> Response:
        return html(
            links(lambda number: adapter.build(f"section{number}", {"number": number}))
        )

    views: dict[str, Callable[..., Response]] = {
        "hello": lambda request: html(HELLO),
        "json": lambda request: Response(json.dumps(DATA), mimetype="application/json"),
        "rows": lambda request: html(render()),
        "form": lambda request: html(greeting(request.form)),
        "session": session,
    }
    rules = [Rule(f"/{name}", endpoint=name) for name in (*views, "links")]
    for name, path in sections():
        rules.append(Rule(f"{path}<int:number>", endpoint=name))
        views[name] = lambda request, number: html(f"Number {number}")
    url_map = Map(rules)
    hooks = [do_nothing] * HOOKS if hooked else []

    @Request.application
    def app(request: Request) -> Response:
        adapter = url_map.bind_to_environ(request.environ)
        for hook in hooks:
            hook()
        try:
            endpoint, values = adapter.match()
        except NotFound:
            return Response(MISSING, 404, mimetype="text/html")
        if endpoint == "links":
            return show_links(request, adapter)
        return views[endpoint](request, **values)

    return app
