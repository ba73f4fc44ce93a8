"""What is shown of each kind of row: named fields only, nothing of a model comes along by itself."""
