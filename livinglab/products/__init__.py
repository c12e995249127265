"""Products, their pictures and papers."""
