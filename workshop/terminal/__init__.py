"""What is told on a terminal, and heard from it."""
