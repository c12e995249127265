"""Tables of answers as people bring them: which column is which item, what each cell says, what is not clear."""
