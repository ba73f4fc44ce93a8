"""What the portal proposes for the prose of papers: pure functions from facts to text, in our own official wording.

A proposal states what the facts say and no more: no cause, no event, no praise. What is not known is said to be not
known. The text is in the markup of reports.prose; words of others (names, levels, wordings of bands) are cited.
"""
