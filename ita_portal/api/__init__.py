"""The API /api/v1/: reading what the pages show, for programs. It asks the same rules as the pages and writes nothing."""
