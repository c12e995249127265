"""Programmes: which organisations take part, and who coordinates."""
