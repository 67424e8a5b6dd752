"""The framework of the book."""

from __future__ import annotations

from typing import Any

import tinyflask

from . import flask_shaped


def make(hooked: bool) -> Any:
    return flask_shaped.make(tinyflask, hooked)
