"""Forms of the questionnaires room."""
