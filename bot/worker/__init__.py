"""Computing and drawing, away from the event loop, in processes that can be killed.

Takes: Jobs (what to answer and how). Gives: Rendered (the answer and its pictures), or a WorkerError with the sentence
for the reader. May import: the explainer's front door, its records and its rendering (these in `perform` and `warm`
only, which run in the worker processes); never discord. To add something that a job can want: a function in
`perform.py`, and its name in WANTS there.
"""

from bot.worker.errors import Busy, Failed, Lost, TooLong, WorkerError
from bot.worker.jobs import Job, Picture, Rendered
from bot.worker.pool import Workers

__all__ = ["Busy", "Failed", "Job", "Lost", "Picture", "Rendered", "TooLong", "WorkerError", "Workers"]
