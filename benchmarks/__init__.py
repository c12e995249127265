"""Measurements, each runnable on its own. No test depends on them."""
