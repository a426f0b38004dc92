"""Guided forms whose questions stand in knowledge/interviews/: read an answer, keep it, ask the next one."""
