"""Figures of one market and question: means, shares, medians, each with its uncertainty."""
