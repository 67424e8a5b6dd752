"""FastAPI, which is called by ASGI: its views are coroutines, and wait for nothing."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse

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


class Hook:
    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        do_nothing()
        await self.app(scope, receive, send)


async def section(number: int) -> str:
    return f"Number {number}"


def make(hooked: bool) -> Any:
    app = FastAPI(default_response_class=HTMLResponse, openapi_url=None)
    sessions, render = ByHand(), renderer()
    if hooked:
        for _ in range(HOOKS):
            app.add_middleware(Hook)

        @app.exception_handler(404)
        async def missing(request: Request, error: Exception) -> HTMLResponse:
            return HTMLResponse(MISSING, 404)

    @app.get("/hello")
    async def hello() -> str:
        return HELLO

    @app.get("/json", response_class=JSONResponse)
    async def data() -> Any:
        return DATA

    @app.get("/rows")
    async def rows() -> str:
        return render()

    @app.post("/form")
    async def form(request: Request) -> str:
        return greeting(await request.form())

    @app.get("/session")
    async def session(request: Request) -> HTMLResponse:
        text, cookie = sessions.visit(request.cookies["session"])
        response = HTMLResponse(text)
        response.set_cookie("session", cookie, httponly=True)
        return response

    @app.get("/links")
    async def show_links() -> str:
        return links(
            lambda number: app.url_path_for(f"section{number}", number=str(number))
        )

    for name, path in sections():
        app.get(f"{path}{{number}}", name=name)(section)
    return app


def served() -> Any:
    """The application for a server that calls a function without arguments."""
    return make(False)
