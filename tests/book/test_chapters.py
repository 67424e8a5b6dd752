"""What holds of every chapter: its spine, its exercises, its place in the site."""

from __future__ import annotations

import ast
import itertools
import re

import pytest

from workshop.exercises.exercise import exercises
from workshop.weave.book import ROOT, Book
from workshop.weave.chapter import HEADING, SMALL_PRINT, Block, Chapter, Prose, slug
from workshop.weave.layers import code_lines

SPINE = [
    "The program we want",
    "The decision",
    "The road not taken",
    "Build it",
    "Run it",
    "Test it",
    "In Flask",
    "What it costs",
    "Exercises",
    SMALL_PRINT,
    "Recap",
]
# What starts a thread, a greenlet or a process, or is ready to.
STARTING = (
    r"\b(ThreadPoolExecutor|Thread|Timer|greenlet|DebuggedApplication)\("
    r"|subprocess\.(run|Popen)"
)
BOOK = Book()
CHAPTERS = [pytest.param(chapter, id=chapter.slug) for chapter in BOOK.chapters]
each_chapter = pytest.mark.parametrize("chapter", CHAPTERS)


def headings(chapter: Chapter) -> list[tuple[int, str]]:
    found = []
    for part in chapter.parts:
        if isinstance(part, Prose):
            for line in part.text.splitlines():
                match = HEADING.match(line)
                if match:
                    found.append((len(match["level"]), match["text"]))
    return found


@each_chapter
def test_the_spine_is_the_same_in_every_chapter(chapter: Chapter) -> None:
    spine = [each for each in SPINE if each != SMALL_PRINT or chapter.in_two_layers]
    assert [text for level, text in headings(chapter) if level == 2] == spine
    assert [text for level, text in headings(chapter) if level == 1] == [chapter.title]
    assert chapter.title.startswith(f"{chapter.number}. ")


@each_chapter
def test_the_reader_is_asked_first_three_times(chapter: Chapter) -> None:
    """The page covers an output where the paragraph above its block asks for it."""
    asked = [
        block.line
        for prose, block in itertools.pairwise(chapter.parts)
        if isinstance(prose, Prose) and prose.text.endswith("?")
        if isinstance(block, Block) and block.experiment and chapter.answer(block)
    ]
    assert len(asked) >= 3


@each_chapter
def test_headings_can_be_linked_to(chapter: Chapter) -> None:
    anchors = [slug(text) for _, text in headings(chapter)]
    assert len(set(anchors)) == len(anchors)


@each_chapter
def test_the_opening_program_fails_for_real_and_runs_in_the_end(
    chapter: Chapter,
) -> None:
    blocks = [block for block in chapter.blocks if block.experiment]
    opening = [each for each in blocks if each.section == SPINE[0]]
    assert any("Traceback" in (chapter.answer(each) or "") for each in opening)
    running = [each for each in blocks if each.section == "Run it"]
    assert not any("Traceback" in (chapter.answer(each) or "") for each in running)


@each_chapter
def test_three_to_eight_sections_build_something_and_show_what_it_does(
    chapter: Chapter,
) -> None:
    """They type something in or, where a chapter does not, are in *Build it*."""
    typed_in = [block for block in chapter.core if block.typed_in]
    building = typed_in or of_building(chapter)
    sections = list(dict.fromkeys(block.section for block in building))
    assert 3 <= len(sections) <= 8
    for section in sections:
        if typed_in:
            *_, last = (block for block in typed_in if block.section == section)
            after = chapter.core[chapter.core.index(last) + 1]
            assert not after.typed_in, f"{section!r} ends without anything to see"
        else:
            shown = (block for block in building if block.section == section)
            assert any(map(chapter.answer, shown)), f"{section!r} shows nothing"


def of_building(chapter: Chapter) -> list[Block]:
    """The blocks of the section *Build it*."""
    texts = [text for _, text in headings(chapter)]
    inside = texts[texts.index("Build it") : texts.index("Run it")]
    return [block for block in chapter.core if block.section in inside]


@each_chapter
def test_experiments_that_a_browser_cannot_run_say_so(chapter: Chapter) -> None:
    """Python in a browser has no threads, no greenlets and no other processes."""
    modules = {
        block.title.removesuffix(".py"): block.source
        for block in chapter.blocks
        if block.title and not block.typed_in
    }
    for block in chapter.blocks:
        if block.experiment:
            imported = [f"import {name}\n" in block.source for name in modules]
            sources = [block.source, *itertools.compress(modules.values(), imported)]
            starts = any(re.search(STARTING, source) for source in sources)
            assert bool(block.needs) == starts, block.source


@each_chapter
def test_every_block_is_python_by_itself(chapter: Chapter) -> None:
    for block in chapter.blocks:
        if block.title and block.title.endswith(".py"):
            compile(block.source, f"{chapter.file}:{block.line}", "exec")


@each_chapter
def test_a_request_is_drawn(chapter: Chapter) -> None:
    answers = [chapter.answer(block) or "" for block in chapter.blocks]
    assert any("```trace" in answer or "```life" in answer for answer in answers)


@each_chapter
def test_the_exercises_are_in_the_text(chapter: Chapter) -> None:
    section = chapter.text.partition("\n## Exercises\n")[2].partition("\n## ")[0]
    named = re.findall(r"\]\(exercises/(\w+)\.py\)", section)
    found = [each.name for each in exercises(BOOK) if each.chapter == chapter]
    assert named == found
    assert len(named) >= 3
    kinds = ["(retrieve)", "(extend)", "(redesign)"]
    kinds += ["(predict)"] * chapter.in_two_layers
    for kind in kinds:
        assert kind in section


@each_chapter
def test_the_site_and_the_home_page_name_the_chapter(chapter: Chapter) -> None:
    for name in ("mkdocs.yml", "chapters/index.md"):
        assert f"{chapter.slug}/index.md" in (ROOT / name).read_text("utf-8")


@each_chapter
def test_the_chapters_tests_exist(chapter: Chapter) -> None:
    assert (ROOT / "tests" / chapter.tests).exists()
    assert chapter.tests in chapter.text


@each_chapter
def test_nothing_volatile_is_printed(chapter: Chapter) -> None:
    for block in chapter.blocks:
        answer = chapter.answer(block) or ""
        assert not re.search(r" at 0x[0-9a-f]{6}|/(?:tmp|home|root|usr)/", answer), (
            block.first
        )
        assert str(ROOT) not in answer, block.first


def test_the_framework_is_as_small_as_promised() -> None:
    """At most 2,720 executable lines, where Flask has 2,915; no module of 300 lines."""
    assert sum(map(executable_lines, BOOK.finished.values())) <= 2720
    sizes = {path: code_lines(text) for path, text in BOOK.finished.items()}
    assert max(sizes.values()) < 300, sizes


def executable_lines(text: str) -> int:
    """How many lines coverage.py would count, but for those that only annotate."""
    lines = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt | ast.ExceptHandler) and not says_only(node):
            lines.add(node.lineno)
        lines |= {each.lineno for each in getattr(node, "decorator_list", [])}
        lines |= {each.pattern.lineno for each in getattr(node, "cases", [])}
    return len(lines)


def says_only(node: ast.AST) -> bool:
    """Whether nothing is done by it: a docstring, or an annotation without a value."""
    if isinstance(node, ast.AnnAssign):
        return node.value is None
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
