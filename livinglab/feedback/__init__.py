"""Consents, drafts, responses, counts, and answers brought from elsewhere."""
