"""A request recorded while it happens, and what can be drawn from that."""
