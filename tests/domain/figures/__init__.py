"""Tests of the domain's figures."""
