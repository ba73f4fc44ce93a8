"""One folder for each official form; `reports.registry` finds them."""
