"""The result as a table for a terminal and as a picture."""

from __future__ import annotations

from html import escape
from importlib.metadata import version
from textwrap import wrap

from rich.box import SIMPLE_HEAD
from rich.table import Table

from .measure import FIRST, OTHERS, Result

TITLE = "Time for a request, compared with Flask: less is faster"
WIDTH, ROW, LEFT, RIGHT = 720, 16, 150, 100
COLOURS = {
    "Flask": "#8a8f98",
    "tinyflask": "#0f766e",
    "Werkzeug": "#d97706",
    "Bottle": "#7c8db5",
    "Falcon": "#b08bb5",
    "Django": "#5b8a72",
    "FastAPI": "#c2788e",
}
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #24292f }
.small { font-size: 11px; fill: #57606a }
rect.paper { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .small { fill: #9aa4af } rect.paper { fill: #1e2129 }
}"""


def versions() -> str:
    """What was measured: the names of the frameworks with their versions."""
    return ", ".join(f"{name} {version(name.lower())}" for name in (FIRST, *OTHERS))


def table(result: Result) -> Table:
    """A row for each workload, and a column for each framework."""
    title = f"Time for a request: microseconds for {FIRST}, and the others' share of it"
    found = Table(title=title, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    found.add_column("", no_wrap=True)
    found.add_column(FIRST, justify="right")
    for name in OTHERS:
        found.add_column(name, justify="right", style="bold" * (name == "tinyflask"))
    for workload, ratios in result.ratios.items():
        figures = [f"{ratios[name]:.2f}" if name in ratios else "" for name in OTHERS]
        found.add_row(workload, f"{result.microseconds[workload]:.0f}", *figures)
    return found


def markdown(result: Result) -> str:
    """The same table for a page, under the names of the frameworks."""
    heads = ["", f"{FIRST}, µs", *OTHERS]
    rows = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    for workload, ratios in result.ratios.items():
        figures = [f"{ratios[name]:.2f}" if name in ratios else "" for name in OTHERS]
        rows.append([workload, f"{result.microseconds[workload]:.0f}", *figures])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def svg(result: Result, how: str) -> str:
    """A bar for each framework in each workload, and under them how it was measured."""
    parts = []
    y = 40
    longest = max(
        1.2, *(each for row in result.ratios.values() for each in row.values())
    )
    for workload, ratios in result.ratios.items():
        parts.append(text(16, y + 12, workload))
        for name, ratio in {FIRST: 1.0, **ratios}.items():
            length = (WIDTH - LEFT - RIGHT) * ratio / longest
            bar = f'x="{LEFT}" y="{y}" width="{length:.1f}" height="{ROW - 3}"'
            parts.append(f'<rect {bar} rx="2" fill="{COLOURS[name]}"/>')
            label = f"{name} {ratio:.2f}"
            parts.append(text(LEFT + length + 5, y + 11, label, "small"))
            y += ROW
        y += 14
    for line in wrap(f"{how} {versions()}.", 110):
        parts.append(text(16, y + 8, line, "small"))
        y += 16
    height = y + 8
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}" role="img" aria-label="{TITLE}">'
    )
    paper = f'<rect class="paper" width="{WIDTH}" height="{height}"/>'
    top = [head, f"<style>{STYLE}</style>", paper, text(16, 22, TITLE)]
    return "\n".join([*top, *parts, "</svg>\n"])


def text(x: float, y: float, words: str, kind: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y}" class="{kind}">{escape(words)}</text>'
