"""tinybb, a small forum: boards, topics, posts, and people who look after them."""

from pathlib import Path

from tinyflask import Flask

from . import accounts, api, boards, commands, errors, feeds, guarding, moderating
from .database import database


def create_app(settings=None):
    """Make a forum. What is not in ``settings`` may be in the environment.

    There each name begins with ``TINYBB_``: ``TINYBB_SECRET_KEY``. Without that one
    every page says that it is missing.
    """
    app = Flask(__name__)
    app.config.from_mapping(
        TITLE="tinybb",
        DATABASE=f"sqlite:///{Path(app.root_path, 'forum.db')}",
        # Where the forum is, for links in letters.
        ADDRESS="http://127.0.0.1:5000",
        PER_PAGE=20,
        # Sends a letter, called with an address, a subject and a text.
        SEND=lambda address, subject, text: app.logger.warning("%s", text),
        PASSWORD_METHOD="scrypt",
        MAX_CONTENT_LENGTH=512 * 1024,
        # In browsers of today that keeps the cookie from forms of other sites.
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.config.from_prefixed_env("TINYBB")
    app.config.from_mapping(settings or {})
    # The first of them looks at what was sent, before it is anybody's turn to write.
    for part in (guarding, database, errors, commands):
        part.init_app(app)
    for part in (boards, accounts, moderating, feeds, api):
        app.register_blueprint(part.blueprint)
    return app
