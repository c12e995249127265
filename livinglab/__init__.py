"""The living-lab platform."""
