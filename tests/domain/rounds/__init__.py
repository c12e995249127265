"""Tests of the domain's rounds."""
