"""The staff workbench: a process of its own for the intranet, for reading, calling back and giving codes anew."""
