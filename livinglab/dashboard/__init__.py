"""Home, per role. It keeps nothing."""
