"""The type-in rule: reading source, its pieces, typing in, the book and its stages."""
