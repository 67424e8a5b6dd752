"""An exercise, judging it, and saying in a sentence what is wrong."""
