"""Definitions and findings as bytes and back: for a child process and for a cache. Not a stored format."""
