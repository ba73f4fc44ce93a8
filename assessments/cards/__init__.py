"""Score cards: as JSON, as a grid to type into, as a sheet to fill, from a file, as a page."""
