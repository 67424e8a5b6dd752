"""Stepping through a recording: what the panel in a page or a notebook is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ..weave.book import ROOT
from ..weave.chapter import slug
from .events import Call
from .life import marks
from .origins import Origin
from .recording import Recording, record
from .tree import Trace

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# The panel's script for notebooks, as `make lab` and `make book` build it.
SCRIPT = ROOT / "chapters" / "assets" / "built" / "notebook.js"


class Steps:
    """A recording that one can step through, in a notebook.

    Where no script runs, and when it is printed, it is the tree of the calls.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.trace = Trace(recording)

    def __repr__(self) -> str:
        return repr(self.trace)

    def _repr_html_(self) -> str:
        tree = self.trace._repr_html_()
        if not SCRIPT.exists():
            return f"{tree}<p>To step through it, run <code>make lab</code> once.</p>"
        # In a script, this would be its end.
        told = as_json(self.recording).replace("</", "<\\/")
        place = f"steps-{uuid4().hex}"
        script = SCRIPT.read_text("utf-8").replace("</script", "<\\/script")
        return (
            f'<div id="{place}">{tree}</div>'
            f"<script>(() => {{{script}\nstepThrough({json.dumps(place)}, {told});"
            "})()</script>"
        )


def step(app: WSGIApplication, path: str, method: str = "GET", **options: Any) -> Steps:
    """Send ``app`` one real request and return what one can step through.

    Other options go to `webtest.TestApp.request`. An exception that leaves the
    application ends the recording; it is not raised.
    """
    return Steps(record(app, path, method, **options))


def as_json(recording: Recording) -> str:
    """A recording as the panel reads it: texts, calls, steps, and marks to go to.

    A call names its text and its caller by their numbers; a step is the number of its
    call, its line, its kind, what changed, and what was called, returned or raised.
    """
    root = recording.calls[0]
    texts: dict[tuple[str, str], int] = {}
    calls = [told(call, texts) for call in recording.calls]
    steps = [
        [each.call, each.line, each.kind, each.changed, each.said]
        for each in recording.steps
    ]
    title = f"{root.name}: {root.outcome}" if root.name else "What was recorded"
    found = {
        "title": title,
        "marks": [[each.label, each.at] for each in marks(recording)],
        "texts": [{"name": name, "text": text} for name, text in texts],
        "calls": calls,
        "steps": steps,
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def told(call: Call, texts: dict[tuple[str, str], int]) -> dict[str, Any]:
    """What the panel is told of a call. ``texts`` are those that are shown so far."""
    found: dict[str, Any] = {"name": call.name, "caller": call.caller}
    found |= {"frame": call.frame, "text": -1}
    origin = call.origin
    if origin is not None:
        key = name_of(origin), origin.text
        found["text"] = texts.setdefault(key, len(texts))
        if origin.showing:
            chapter, section = origin.showing.chapter, origin.showing.block.section
            found["chapter"] = chapter.number
            found["section"] = section
            found["address"] = f"{chapter.slug}/#{slug(section)}"
    return found


def name_of(origin: Origin) -> str:
    return origin.file if origin.yours else f"tinyflask/{origin.file}"
