"""Questionnaires, their frozen versions and their texts."""
