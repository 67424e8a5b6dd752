"""A chapter as a notebook: its prose, its experiments, its blocks to type in.

The notebook is written from the chapter, run in a fresh kernel, and saved with what the
cells put out. The same outputs stand under the experiments in the chapter.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets import default

from ..weave.chapter import Block, Chapter, Fold, fenced, slug
from ..recording.drawing import FIGURE
from ..live.visiting import FRAME
from ..exercises.exercise import Exercise, exercises_of

LINK = re.compile(r"\]\((?P<target>[^)#:\s]+)(?P<anchor>#[^)\s]*)?\)")
# A link to a page of the site, which no notebook has beside it.
TO_CODE = re.compile(r"\[([^\]]+)\]\(code\.md\)")
# What a kernel calls the file of a cell, in warnings for instance.
CELL_FILE = re.compile(r"/\S*/ipykernel_\d+/\d+\.py")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CELL_SECONDS = 60
# What an exercise's cell puts out is for the learner to see. The client passes by.
NOT_RUN = "skip-execution"
# What JupyterLab shows of a cell of small print, until somebody opens it.
COLLAPSED = {"source_hidden": True, "outputs_hidden": True}


@dataclass(frozen=True)
class Cell:
    """A cell, and the chapter's block or exercise that it is made from."""

    id: str
    source: str
    block: Block | None = None
    exercise: Exercise | None = None
    prose: bool = False
    collapsed: bool = False


def cells(chapter: Chapter, core: bool = False) -> Iterator[Cell]:
    """The cells of a chapter's notebook, their ids made from the headings.

    ``core`` leaves out what stands in folds, and begins with the core of the chapters
    before.
    """
    counts: dict[str, int] = {}
    started = False
    fold: Fold | None = None
    folds = 0
    for part in chapter.parts:
        name = slug(part.section)[:50] or "top"
        if part.fold and core:
            continue
        if part.fold and part.fold != fold:
            folds += 1
            yield Cell(f"small-print-{folds}", opening(part.fold), prose=True)
        fold = part.fold
        counts[name] = counts.get(name, 0) + 1
        identifier = f"{name}-{counts[name]}"
        if not isinstance(part, Block):
            text = TO_CODE.sub(r"\1 (on the chapter's page)", part.text)
            text = leading_below(text, chapter)
            yield Cell(identifier, relinked(text, chapter.slug), prose=True)
        elif part.experiment:
            yield Cell(identifier, part.source, part, collapsed=bool(fold))
        else:
            typein = f"%%typein {part.title}\n{part.source}"
            yield Cell(identifier, typein, part, collapsed=bool(fold))
        if not started:
            road = " core" if core else ""
            start = f"%load_ext workshop\n%chapter {chapter.number}{road}"
            yield Cell("start", start)
            started = True
        if part.section == "Exercises" and counts[name] == 1:
            yield from exercise_cells(chapter)


def opening(fold: Fold) -> str:
    """What stands above the cells of a fold."""
    return (
        f"**Small print: {fold.summary}.** The cells are collapsed and run with the"
        " others; click on one to read it."
    )


def exercise_cells(chapter: Chapter) -> Iterator[Cell]:
    """The task of each exercise, and under it the cell for the answer."""
    for exercise in exercises_of(chapter):
        title, _, task = exercise.task.partition("\n")
        parts = [f"### {title.rstrip('.')}\n{task}"]
        if exercise.parts.program:
            parts.append(fenced("python", exercise.parts.program))
        if exercise.module:
            parts.append(f"The answer is typed into `{exercise.module}`.")
        parts.append(
            "Run the cell to have it judged. In a cell of its own,"
            f" `%hint {exercise.name}` gives a hint, and `%tests {exercise.name}` shows"
            " what judges it."
        )
        yield Cell(f"{exercise.name}-task", "\n\n".join(parts), prose=True)
        source = f"%%exercise {exercise.name}\n{exercise.parts.start}"
        yield Cell(exercise.name, source, exercise=exercise)


def leading_below(text: str, chapter: Chapter) -> str:
    """``text`` with its links to exercises leading to their cells."""
    for exercise in exercises_of(chapter):
        anchor = exercise.title.rstrip(".").replace(" ", "-")
        text = text.replace(f"](exercises/{exercise.path.name})", f"](#{anchor})")
    return text


def relinked(text: str, folder: str) -> str:
    """``text`` with its links to other files leading there from ``notebooks/``."""

    def leading_there(link: re.Match[str]) -> str:
        target, anchor = link["target"], link["anchor"] or ""
        path = os.path.normpath(os.path.join("chapters", folder, target))
        chapter = re.fullmatch(r"chapters/(\d\d-[\w-]+)/index\.md", path)
        if chapter:
            return f"]({chapter[1]}.ipynb)"
        return f"](../{path}{anchor})"

    return LINK.sub(leading_there, text)


def empty_notebook(chapter: Chapter, core: bool = False) -> NotebookNode:
    """The notebook of ``chapter``, or of its core, not run yet."""
    made = []
    for cell in cells(chapter, core):
        make = new_markdown_cell if cell.prose else new_code_cell
        made.append(make(cell.source, id=cell.id))
        if cell.exercise:
            made[-1].metadata["tags"] = [NOT_RUN]
        if cell.collapsed:
            made[-1].metadata["jupyter"] = dict(COLLAPSED)
    notebook: NotebookNode = new_notebook(
        cells=made, metadata={"kernelspec": dict(KERNEL)}
    )
    return notebook


class OwnSockets(AsyncKernelManager):
    """Talks to its kernel over sockets of its own.

    Over TCP, two kernels that start at once now and then get the same port.
    """

    @default("transport")
    def _default_transport(self) -> str:
        return "ipc"

    @default("ip")
    def _default_ip(self) -> str:
        return str(Path(tempfile.gettempdir(), f"tinyflask-{uuid.uuid4().hex}"))


async def run(notebook: NotebookNode, root: Path) -> NotebookNode:
    """Run ``notebook`` in a fresh kernel; its cells then hold what they put out.

    ``root`` is the folder of the book that the kernel is to know.
    """
    at_work: list[NotebookNode] = []
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name=KERNEL["name"],
        kernel_manager_class=OwnSockets,
        allow_errors=True,
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        on_cell_start=lambda cell, cell_index: at_work.append(cell),
    )
    try:
        await client.async_execute(env={**os.environ, "WORKSHOP_ROOT": str(root)})
    except CellTimeoutError:
        problem = f"this is not done after {CELL_SECONDS} seconds. Let it end."
        raise Stuck(at_work[-1], problem) from None
    except DeadKernelError:
        problem = "this ends the process that runs it. Let it go on."
        raise Stuck(at_work[-1], problem) from None
    notebook.metadata = {"kernelspec": dict(KERNEL)}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = list(tidied(cell.outputs))
            cell.execution_count = None
            if any(output.output_type == "error" for output in cell.outputs):
                # Lets "Run all" go on past an error that the chapter wants to show.
                cell.metadata["tags"] = ["raises-exception"]
    return notebook


class Stuck(Exception):
    """A notebook that did not get past one of its cells. The message says why."""

    def __init__(self, cell: NotebookNode, problem: str) -> None:
        super().__init__(problem)
        self.cell = cell


def run_all(
    notebooks: Iterable[NotebookNode],
    root: Path,
    done: Callable[[NotebookNode], None],
) -> None:
    """Run notebooks, as many at a time as there are processors.

    ``done`` is called with each that has run.
    """

    async def run_them() -> None:
        places = asyncio.Semaphore(os.cpu_count() or 1)

        async def run_one(notebook: NotebookNode) -> None:
            async with places:
                done(await run(notebook, root))

        await asyncio.gather(*map(run_one, notebooks))

    asyncio.run(run_them())


def tidied(outputs: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """Outputs without counts and frames, and with what a stream wrote in a row as one."""
    held: NotebookNode | None = None
    for output in outputs:
        if "execution_count" in output:
            output.execution_count = None
        if output.output_type == "stream":
            output.text = CELL_FILE.sub("<experiment>", output.text)
        if output.get("data", {}).get("text/html", "").startswith(FRAME):
            # A program's page may be another one in each run. What is printed is not.
            del output.data["text/html"]
        if output.output_type == "error":
            # The traceback says it without the folder of this run.
            output.evalue = output.traceback[-1].partition(": ")[2]
        if held and output.output_type == "stream" and held.get("name") == output.name:
            held.text += output.text
            continue
        if held:
            yield held
        held = output
    if held:
        yield held


def answer(outputs: Iterable[NotebookNode]) -> str | None:
    """What stands under an experiment in the chapter, for what its cell put out."""
    text = ""
    drawings = []
    for output in outputs:
        if output.output_type == "stream":
            text += output.text
        elif output.output_type == "error":
            text += "\n".join(output.traceback) + "\n"
        elif kind := FIGURE.match(output.data.get("text/html", "")):
            drawings.append(fenced(kind[1], output.data["text/plain"]))
        else:
            text += output.data.get("text/plain", "") + "\n"
    text = "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
    parts = [fenced("output", text), *drawings] if text else drawings
    return "\n\n".join(parts) or None


def as_text(notebook: NotebookNode) -> str:
    """The notebook as its file holds it."""
    text: str = nbformat.writes(notebook)
    return text + "\n"
