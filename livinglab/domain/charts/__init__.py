"""Geometry of charts: positions in per cent of the plot's width, tones as class names, never a colour or a pixel."""
