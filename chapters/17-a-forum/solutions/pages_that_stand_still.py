"""Pages that stand still.

Hint: `query.where(column < last).order_by(column.desc()).limit(...)`. Only with a `last` is there
something to compare with.

Hint: Whether there is a next page, one knows by asking for one post more than the page holds.

Hint: `database.session.scalars(query)` gives the posts. The next `last` is the number of the last
post on the page, and not of the one too many. `column.key` is the name of its attribute.

Learnt: It finds any page as fast as the first one, and nothing is seen twice. The price is that
nobody can go to page 7, or be told how many there are; and what it is ordered by must be there once.

In Flask: Flask-SQLAlchemy's `paginate` counts, as the forum does, in `flask_sqlalchemy/pagination.py`.

Try: Order by `Topic.changed`, which two topics can have in common. What has to be compared then?
"""

from tinybb.database import database


def page_after(query, column, last, size):
    """Return the items of a page, and where the next one begins."""
    if last is not None:
        query = query.where(column < last)
    query = query.order_by(column.desc()).limit(size + 1)
    items = database.session.scalars(query).all()
    page = items[:size]
    following = getattr(page[-1], column.key) if len(items) > size else None
    return page, following
