"""A file that is kept.

Hint: Give the class an `__init__` that passes everything on, `super().__init__(*args,
**kwargs)`, and then calls `self.add_template_global(self.static)`.

Hint: The folder is `self.static_folder` and the path of its rule `self.static_url_path`. A
path that leads out of the folder must not be read: `werkzeug.security.safe_join(folder,
path)` returns `None` for one.

Hint: `get_send_file_max_age` runs while a request is answered, so it can look at
`request.args`. For everything but a `v` there, ask `super()`.

Learnt: A URL that names its content can be kept for ever, and this is how most large
sites send their files. You reached it by one method that is there for the purpose and
one word for templates.

In Flask: `get_send_file_max_age` is in `src/flask/app.py`. Without it,
`SEND_FILE_MAX_AGE_DEFAULT` says one age for all files.

Try: Keep the hash, so that the file is not read for every page. When does it have to be
made anew?
"""

import hashlib
from pathlib import Path

from werkzeug.security import safe_join

from tinyflask import Flask, request

YEAR = 31_536_000


class Fingerprinting(Flask):
    """An application whose static files can be kept for a year."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_template_global(self.static)

    def static(self, filename):
        """Return the URL of a static file, with its fingerprint."""
        url = f"{self.static_url_path}/{filename}"
        path = safe_join(self.static_folder, filename)
        if path is None or not Path(path).is_file():
            return url
        return f"{url}?v={hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8]}"

    def get_send_file_max_age(self, filename):
        if "v" in request.args:
            return YEAR
        return super().get_send_file_max_age(filename)
