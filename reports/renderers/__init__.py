"""Document in, bytes or markup out: one module a format, all of one shape, `render(document)`."""
