"""How fast the framework is: the same pages in five frameworks, side by side."""
