"""The four writers of formulas, and of sentences with formulas in them.

Takes: a `Mathematics` tree (or `Words`). Gives: LaTeX, typst, MathML or plain text. May import: `records` only.
To add a writer: one file with one function that matches every kind of part; what it needs to know of a formula's shape
is in shape.py. Import a writer from its own file, so that one output does not load the others.
"""
