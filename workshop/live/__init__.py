"""A stage that runs and grows: sessions, tracebacks, how things look."""
