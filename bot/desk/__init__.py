"""The staff workbench: a process of its own for the intranet, where letters are handled and every step leaves its row."""
