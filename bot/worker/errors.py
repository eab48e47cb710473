"""Why a job has no result. The text of each is the sentence for the reader."""

from __future__ import annotations


class WorkerError(Exception):
    """A job without a result."""

    sentence = "I could not work that out."

    def __init__(self) -> None:
        super().__init__(self.sentence)


class Busy(WorkerError):
    """Too many jobs wait already, or the bot is stopping."""

    sentence = "Many people are asking at once. Please try again in a minute."


class TooLong(WorkerError):
    """The job passed its deadline, and its process was killed."""

    sentence = "That took too long, so I stopped. Fewer steps, fewer units or a shorter lag will be quicker."


class Lost(WorkerError):
    """Two processes died over the job."""

    sentence = "Something broke while I was working that out, twice. Smaller numbers may help, or trying again later."


class Failed(WorkerError):
    """The job raised: a mistake in the program, logged where the staff can read it."""

    sentence = "I made a mistake while working that out; it is logged. Another wording or other numbers may do."
