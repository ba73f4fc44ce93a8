"""One room a subject; a view names its rows, its rule and its shape."""
