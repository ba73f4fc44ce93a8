"""Pages in a real browser: what axe-core finds on them, what narrow windows lose, and work without a mouse."""
