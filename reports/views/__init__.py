"""Pages of the papers, one module a subject."""
