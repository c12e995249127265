"""The standard instruments against the figures of their sources."""
