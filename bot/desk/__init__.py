"""The staff workbench: a process of its own for the intranet, read-only so far."""
