"""The law as code: pure functions over the tables in knowledge/rules/, with the date of today passed in.

Nothing here reads a clock, a database or the network; a table is read once. A fault in a table raises `ContentError`;
facts that are missing or strange never raise, they come back as `unknown`.
"""
