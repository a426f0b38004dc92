"""The staff workbench: a process of its own for the intranet, where letters are handled, each step with its record."""
