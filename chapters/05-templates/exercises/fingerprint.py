"""A file that is kept.

A browser asks for a static file each time, only to hear that it has not changed. It would
not have to if the file's URL changed with its content: then it may keep what it has for a
year.

Write the class `Fingerprinting`.

- Every template can call `static("style.css")`, which returns the file's URL, below
  `static_url_path`, with the beginning of a hash of its bytes:
  `/static/style.css?v=9f86d081`, the first 8 digits of
  `hashlib.sha256(...).hexdigest()`. If the file does not exist, or is not in the static
  folder, it returns the URL without the question mark and what follows.
- A static file that is asked for with a `v` in its query may be kept for a year, 31536000
  seconds, and one without as before.

The method `get_send_file_max_age(filename)` of an application says for how many seconds a
browser may keep a file; `None` is for asking each time.
"""

import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path

from webtest import TestApp

from tinyflask import Flask, render_template_string, request

YEAR = 31_536_000


class Fingerprinting(Flask):
    """An application whose static files can be kept for a year."""

    def get_send_file_max_age(self, filename):
        raise NotImplementedError("write get_send_file_max_age here, and static")


def test_the_url_has_the_files_fingerprint():
    """The URL has the file's fingerprint."""
    with _app() as (app, _):
        wanted = "/static/a.css?v=" + hashlib.sha256(b"b {}").hexdigest()[:8]
        found = _page(app, "{{ static('a.css') }}")
        assert found == wanted, f"The URL of a.css is {found!r}, not {wanted!r}."


def test_the_url_changes_with_the_file():
    """The URL changes with the file."""
    with _app() as (app, folder):
        before = _page(app, "{{ static('a.css') }}")
        Path(folder, "static/a.css").write_bytes(b"i {}")
        after = _page(app, "{{ static('a.css') }}")
        assert before != after, f"The file changed, and its URL is still {after}."


def test_a_file_in_a_folder():
    with _app() as (app, _):
        found = _page(app, "{{ static('img/b.txt') }}")
        assert found.startswith("/static/img/b.txt?v="), (
            f"img/b.txt is at {found!r}. It should begin with /static/img/b.txt?v=."
        )


def test_a_file_that_is_not_there():
    with _app() as (app, _):
        for name in (
            "none.css",
            "img",
            "../secret",
            "../static-old/a.css",
            str(Path(app.root_path, "secret")),
        ):
            found = _page(app, "{{ static(name) }}", name=name)
            assert "?v=" not in found, (
                f"There is no {name} in the static folder, and its URL is {found!r}."
            )


def test_the_url_path_is_the_applications():
    """The URL's path is the application's."""
    with _app(static_url_path="/files") as (app, _):
        found = _page(app, "{{ static('a.css') }}")
        assert found.startswith("/files/a.css?v="), (
            f"Static files are served below /files, and the URL of a.css is {found!r}."
        )


def test_what_has_a_fingerprint_is_kept():
    with _app() as (app, _):
        client = TestApp(app)
        url = _page(app, "{{ static('a.css') }}")
        kept = client.get(url).headers["Cache-Control"]
        assert f"max-age={YEAR}" in kept, f"{url} is sent with Cache-Control: {kept}."
        asked = client.get("/static/a.css").headers["Cache-Control"]
        assert asked == "no-cache", (
            f"Without v, Cache-Control is {asked}. It should be 'no-cache'."
        )
        app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 60
        asked = client.get("/static/a.css").headers["Cache-Control"]
        assert "max-age=60" in asked, (
            f"SEND_FILE_MAX_AGE_DEFAULT is 60, and without v Cache-Control is {asked}."
        )


@contextmanager
def _app(**options):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "static/img").mkdir(parents=True)
        Path(folder, "static-old").mkdir()
        for name in ("static", "static-old"):
            Path(folder, name, "a.css").write_bytes(b"b {}")
        Path(folder, "static/img/b.txt").write_bytes(b"b")
        Path(folder, "secret").write_bytes(b"secret")
        app = Fingerprinting(__name__, root_path=folder, **options)
        app.add_url_rule("/page", "page", lambda: _rendered(*app.page))
        yield app, folder


def _rendered(source, names):
    return render_template_string(source, **names)


def _page(app, source, **names):
    app.page = source, names
    return TestApp(app).get("/page").text
