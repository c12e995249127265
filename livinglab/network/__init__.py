"""Organisations (companies and clusters), and who belongs to them."""
