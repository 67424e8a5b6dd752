"""Serving a whole program on somebody's framework.

``python -m workshop.live.program NAME FOLDER`` serves one of ``tests/programs`` on the
framework in ``FOLDER``, until it is interrupted. Its address is the first line printed.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from werkzeug.serving import make_server

from ..weave.book import HERE


def main() -> None:
    name, folder = sys.argv[1:]
    sys.path[:0] = [folder, str(HERE / "tests" / "programs")]
    with tempfile.TemporaryDirectory() as data:
        app = importlib.import_module(name).create_app(Path(data, "program.db"))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()
