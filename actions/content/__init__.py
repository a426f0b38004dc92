"""Read knowledge/: laws, answers, one county's facts, welcome and failure texts.

Everything here is read once per process and is immutable. Any fault in the files raises `ContentError`.
"""
