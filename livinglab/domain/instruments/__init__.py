"""The standard instruments: how each is scored, and how a table of its answers is read."""
