"""Answer → what a Discord message shows: pure functions from records to pieces, within every limit.

Takes: an Answer or Unclear and its pictures. Gives: a `pieces.Message`. May import: records, the rendering's writers,
limits, and `views.state` for what the buttons act on. To add a part of an answer: write a function that gives pieces,
and call it in `answer.py` where it belongs.
"""
