"""Trial rounds, their markets and recruiting requests."""
