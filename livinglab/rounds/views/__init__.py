"""Pages of rounds, one file per noun."""
