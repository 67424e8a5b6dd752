"""Back to where one was.

Whoever has to log in first is sent there with `?back=/b/tea/new`, and afterwards back to where
they were. What stands in the query is a stranger's, since anybody can make such a link. Write
`within(target, first)`. It returns `target`, if a browser that is sent there stays on this site,
and else `first`. `target` may be `None`.

Only a path is good: it begins with one slash. Browsers take a backslash for a slash, and leave out
tabs and line breaks, wherever they stand.
"""


def within(target, first="/"):
    """Return ``target`` if it is a path of this site, and else ``first``."""
    raise NotImplementedError("write within here")


def test_a_path():
    for target in ("/", "/b/tea/new", "/t/1?page=2#p7", "/search?q=//x"):
        found = within(target)
        assert found == target, (
            f"{target!r} is a path of this site. It became {found!r}."
        )


def test_nothing():
    for target in (None, ""):
        found = within(target, "/first")
        assert found == "/first", f"{target!r} became {found!r}."


def test_another_site():
    for target in (
        "https://evil.example/",
        "HTTP://evil.example",
        "javascript:alert(1)",
    ):
        _refuses(target)


def test_without_a_scheme():
    for target in ("//evil.example", "///evil.example", "evil.example"):
        _refuses(target)


def test_backslashes():
    for target in ("/\\evil.example", "\\\\evil.example", "\\/evil.example"):
        _refuses(target)


def test_what_browsers_leave_out():
    for target in (
        "/\t/evil.example",
        "/\n\\evil.example",
        "\t//evil.example",
        "/\r/x",
        "/x\n//y",
    ):
        _refuses(target)


def _refuses(target):
    found = within(target, "/first")
    assert found == "/first", (
        f"A browser that is sent to {target!r} leaves this site. It became {found!r}."
    )
