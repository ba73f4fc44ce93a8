"""Reads tables of Word and Excel files that people send, whatever they are about. Runs without Django.

`limits` looks at the container before anything is parsed, `wordfile` and `excelfile` read it, `grid` is what they
answer with, `doubts` is how a reader says what it could not understand. Only a child process opens a file:
`evidence.sandbox`.
"""
