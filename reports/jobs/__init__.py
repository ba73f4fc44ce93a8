"""Papers that take long: ordered by a person, made by a worker, fetched when they are ready."""
