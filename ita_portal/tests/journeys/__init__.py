"""Whole jobs in a real browser, each by several people."""
