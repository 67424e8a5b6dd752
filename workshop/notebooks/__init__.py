"""Notebooks: writing them, their kernel, the exercises' cells, copies of them."""
