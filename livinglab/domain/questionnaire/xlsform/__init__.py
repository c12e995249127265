"""Questionnaires out of and into XLSForm, the workbooks of ODK, KoboToolbox and others."""
