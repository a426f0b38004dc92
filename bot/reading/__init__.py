"""Reads one paper from a photo in a process of its own: `python -m bot.reading jpeg|png|pdf` (docs/adr/0006)."""
