"""Somebody's own folder: progress, judging in a process, watching, drills, building."""
