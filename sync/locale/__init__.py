"""Sentences of this package and their translations; `sync.mo` for errors, `console.mo` for the server's pages."""
