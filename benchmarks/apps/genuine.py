"""Flask itself."""

from __future__ import annotations

from typing import Any

import flask

from . import flask_shaped


def make(hooked: bool) -> Any:
    return flask_shaped.make(flask, hooked)
