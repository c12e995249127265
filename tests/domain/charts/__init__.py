"""Tests of the domain's charts."""
