"""Imported once by the forkserver, so that every worker forked from it starts with everything in shared memory."""

from __future__ import annotations

from bot.worker import warm

warm.rehearse()
