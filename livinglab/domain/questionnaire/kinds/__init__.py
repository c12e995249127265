"""The kinds of questions, one per file: how each is asked, what is valid, what is counted."""
