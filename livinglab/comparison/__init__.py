"""Markets side by side."""
