"""The API /api/v1/: what the pages show, read by programs. It asks the same rules and writes nothing."""
