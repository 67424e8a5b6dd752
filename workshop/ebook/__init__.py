"""The e-book: all chapters in one file, for a reader without a browser."""
