"""Tests of what a questionnaire is made of."""
