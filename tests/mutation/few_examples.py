"""A plugin for mutation runs: ten examples for each property, the same ones every time."""

from hypothesis import settings

settings.register_profile("few", max_examples=10, derandomize=True, database=None, deadline=None)
settings.load_profile("few")
