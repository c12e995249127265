"""What a questionnaire is made of, in which words, and how answers are read and checked."""
