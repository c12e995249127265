"""Doors for programs: what watches the instance, and later /api/v1."""
