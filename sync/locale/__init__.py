"""Sentences of this package and their translations.

sentences       the English sentence of every error code
LANGUAGE/       `sync.mo` for errors, `console.mo` for the server's pages
"""
