"""Django, with no more of it than the pages need.

Its settings are one for each process, and so there can be one such application in each.
"""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import render
from django.test import override_settings
from django.urls import path, reverse

from .pages import (
    DATA,
    HELLO,
    HOOKS,
    KEY,
    MISSING,
    ROWS,
    TEMPLATES,
    ByHand,
    do_nothing,
    greeting,
    links,
    sections,
)

sessions = ByHand()


def hello(request: Any) -> HttpResponse:
    return HttpResponse(HELLO)


def data(request: Any) -> JsonResponse:
    return JsonResponse(DATA)


def rows(request: Any) -> HttpResponse:
    return render(request, "rows.html", {"title": "Things", "rows": ROWS})


def form(request: Any) -> HttpResponse:
    return HttpResponse(greeting(request.POST))


def session(request: Any) -> HttpResponse:
    text, cookie = sessions.visit(request.COOKIES["session"])
    response = HttpResponse(text)
    response.set_cookie("session", cookie, httponly=True)
    return response


def section(request: Any, number: int) -> HttpResponse:
    return HttpResponse(f"Number {number}")


def show_links(request: Any) -> HttpResponse:
    return HttpResponse(
        links(lambda number: reverse(f"section{number}", args=[number]))
    )


def missing(request: Any, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound(MISSING)


class Hook:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        do_nothing()
        return self.get_response(request)


urlpatterns = [
    path("hello", hello),
    path("json", data),
    path("rows", rows),
    path("form", form),
    path("session", session),
    path("links", show_links),
    *(
        path(f"{start[1:]}<int:number>", section, name=name)
        for name, start in sections()
    ),
]
handler404 = missing


def make(hooked: bool) -> Any:
    if not settings.configured:
        settings.configure(
            SECRET_KEY=KEY,
            ALLOWED_HOSTS=["*"],
            ROOT_URLCONF=__name__,
            TEMPLATES=[
                {
                    "BACKEND": "django.template.backends.jinja2.Jinja2",
                    "DIRS": [TEMPLATES],
                }
            ],
        )
        django.setup()
    hooks = [f"{__name__}.Hook"] * HOOKS if hooked else []
    with override_settings(MIDDLEWARE=hooks):
        return WSGIHandler()
