"""Standard instruments from the command line: a file of answers in, figures out."""
