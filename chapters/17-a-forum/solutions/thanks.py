"""Thanks.

Hint: A primary key can be of two columns: `PRIMARY KEY (post_id, account_id)`. `INSERT OR IGNORE`
does nothing where the row is there already. A row of such a table still has a `rowid`, which goes up.

Hint: `@blueprint.post` stands above `@for_writers`, and the view's argument is named `number`, as
in `/p/<int:number>/thanks`. `post_numbered(number)` is the post, or answers 404.

Hint: `g.account.id` is who asks, `post.account_id` who wrote it. The names are in `accounts`, so the
list is a `JOIN`, with an `ORDER BY`.

Learnt: A feature is a blueprint and a script, and no line of the forum has changed. What the forum
promises, tokens, turns and error pages, holds for it as well.

In Flask: It is the same blueprint. With Flask-SQLAlchemy it would be a model, and the script would
be written by Flask-Migrate.

Try: Show it: a blueprint's `app_context_processor` can give `post.html` the number of thanks.
"""

from sqlalchemy import text

from tinybb.boards import post_numbered, url_of
from tinybb.database import database
from tinybb.guarding import for_writers
from tinyflask import Blueprint, abort, g, redirect

SCRIPT = """
CREATE TABLE thanks (
    post_id INTEGER NOT NULL REFERENCES posts,
    account_id INTEGER NOT NULL REFERENCES accounts,
    PRIMARY KEY (post_id, account_id)
);
"""

blueprint = Blueprint("thanks", __name__)


@blueprint.post("/p/<int:number>/thanks")
@for_writers
def say(number):
    post = post_numbered(number)
    if post.account_id == g.account.id:
        abort(400, "This is your own.")
    database.session.execute(
        text("INSERT OR IGNORE INTO thanks VALUES (:post, :account)"),
        {"post": number, "account": g.account.id},
    )
    database.session.commit()
    return redirect(url_of(post))


@blueprint.get("/p/<int:number>/thanks")
def show(number):
    post_numbered(number)
    found = database.session.scalars(
        text(
            "SELECT name FROM thanks JOIN accounts ON accounts.id = account_id"
            " WHERE post_id = :post ORDER BY thanks.rowid"
        ),
        {"post": number},
    )
    return list(found)
