"""Falcon."""

from __future__ import annotations

from typing import Any

import falcon

from .pages import (
    DATA,
    HELLO,
    HOOKS,
    MISSING,
    ByHand,
    do_nothing,
    greeting,
    renderer,
    sections,
)


class Hook:
    def process_request(self, request: Any, response: Any) -> None:
        do_nothing()


class Session:
    def __init__(self) -> None:
        self.sessions = ByHand()

    def on_get(self, request: Any, response: Any) -> None:
        response.text, cookie = self.sessions.visit(request.cookies["session"])
        response.set_cookie("session", cookie, path="/", secure=False)


class Hello:
    def on_get(self, request: Any, response: Any) -> None:
        response.text = HELLO


class Data:
    def on_get(self, request: Any, response: Any) -> None:
        response.media = DATA
        response.content_type = "application/json"


class Rows:
    def __init__(self) -> None:
        self.render = renderer()

    def on_get(self, request: Any, response: Any) -> None:
        response.text = self.render()


class Form:
    def on_post(self, request: Any, response: Any) -> None:
        response.text = greeting(request.get_media())


class Section:
    def on_get(self, request: Any, response: Any, number: int) -> None:
        response.text = f"Number {number}"


def missing(request: Any, response: Any, error: Any, params: Any) -> None:
    response.status = falcon.HTTP_404
    response.text = MISSING


def make(hooked: bool) -> Any:
    app = falcon.App(media_type="text/html; charset=utf-8")
    if hooked:
        for _ in range(HOOKS):
            app.add_middleware(Hook())
        app.add_error_handler(falcon.HTTPNotFound, missing)
    pages = {"session": Session(), "hello": Hello(), "json": Data(), "rows": Rows()}
    for name, page in {**pages, "form": Form()}.items():
        app.add_route(f"/{name}", page)
    for _, path in sections():
        app.add_route(f"{path}{{number:int}}", Section())
    return app
