"""Tables of answers: what is read, what is counted as no answer, what is refused."""
