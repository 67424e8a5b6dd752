"""A journal that several people write: a program in many files.

Each of its modules imports the framework. It is written for Flask and for tinyflask:
only the name in these imports differs.
"""

import os

from tinyflask import Flask


def create_app(test_config=None):
    app = Flask(__name__, instance_relative_config=True)
    app.config.from_mapping(
        SECRET_KEY="dev",
        DATABASE=os.path.join(app.instance_path, "journal.sqlite"),
        PER_PAGE=3,
    )
    if test_config is None:
        app.config.from_pyfile("config.py", silent=True)
        app.config.from_prefixed_env("JOURNAL")
    else:
        app.config.from_mapping(test_config)
    os.makedirs(app.instance_path, exist_ok=True)

    @app.get("/ping")
    def ping():
        return "pong"

    from . import auth, db, entries

    db.init_app(app)
    app.register_blueprint(auth.bp)
    app.register_blueprint(entries.bp)
    app.add_url_rule("/", endpoint="index")
    return app
