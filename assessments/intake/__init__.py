"""Reads scores from Word and Excel: the simple table, the full sheet by codes, and form B's indicator cells.

`child` finds the printed lines in a child process (`tables`, `cells`), `understanding` makes the card of one year
of them. Pure: no Django, no database.
"""
