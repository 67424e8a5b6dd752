"""Long lists in pages."""

from dataclasses import dataclass

from sqlalchemy import func, select

from tinyflask import abort, current_app, request

from .database import database


@dataclass
class Paged:
    """The items of one page, its number, and how many pages there are."""

    items: list
    number: int
    pages: int


def paged(query):
    """The page of ``query`` that the request asks for by ``?page=2``.

    A page that there is not is not found.
    """
    size = current_app.config["PER_PAGE"]
    count = database.session.scalar(
        select(func.count()).select_from(query.order_by(None).subquery())
    )
    number, pages = request.args.get("page", 1, int), pages_for(count)
    if not 1 <= number <= pages:
        abort(404)
    items = database.session.scalars(query.limit(size).offset((number - 1) * size))
    return Paged(list(items), number, pages)


def pages_for(count):
    """How many pages ``count`` items need. No items need one as well."""
    return max(1, -(-count // current_app.config["PER_PAGE"]))
