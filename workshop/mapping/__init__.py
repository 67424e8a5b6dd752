"""The map: where each name of ``tinyflask/`` is in Flask, and what Flask has besides.

It is made of the sources of both, of the chapters, and of ``chapters/map.toml``, which
says what a program cannot know.
"""
