"""The program on the home page, and what stands under it."""

from __future__ import annotations

import ast
import io
import re
from contextlib import redirect_stdout

from workshop.weave.book import ROOT, Book

HOME = (ROOT / "chapters" / "index.md").read_text("utf-8")


def test_the_home_page_shows_what_its_program_puts_out() -> None:
    source, under = re.findall(r"```python\n(.*?)```(.*?\n```)\n\n\w", HOME, re.S)[0]
    tree = ast.parse(source)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names = {"__name__": "__main__"}
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "home", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "home", "eval"), names)
    output = f"```output\n{printed.getvalue()}```\n\n```life\n{value!r}\n```"
    assert under.strip() == output


def test_what_came_out_of_the_other_roads_stands_in_the_chapters() -> None:
    rows = re.findall(r"^\| (\d+) \| .*<br>`(.*)` \|$", HOME, re.M)
    assert len(rows) >= 17
    for number, quoted in rows:
        chapter = Book().chapter(int(number))
        outputs = re.findall(r"```output\n(.*?)```", chapter.text, re.S)
        assert any(quoted in " ".join(each.split()) for each in outputs), quoted
