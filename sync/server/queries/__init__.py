"""All SQL of the server behind named functions, one file per noun; each is a unit of work of one connection."""
