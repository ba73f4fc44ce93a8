"""Reads the Word and Excel tables of forms A and B as offices hold them. Pure: no database, no Django.

The way of a paper: `limits` looks at the container, `wordfile` or `excelfile` makes grids of it, `forms`
walks the grids and answers a `Reading`. `sandbox.read_paper` does all of it in a limited child process.
"""
