"""Imported once by the forkserver, so that every worker forked from it starts with everything in shared memory."""

from __future__ import annotations

import gc

from bot.worker import warm

warm.rehearse()
# What is here stays: the collector of a forked worker need not look at it, and so doesn't copy its pages.
gc.collect()
gc.freeze()
