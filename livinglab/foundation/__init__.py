"""What every room stands on: one job per file."""
