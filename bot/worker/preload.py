"""Imported once by the forkserver, so that every worker forked from it starts with all modules in shared memory."""

from __future__ import annotations

from contextlib import suppress

from bot.worker import warm

# A forkserver that dies here says nothing to anyone; what fails here fails again in the job that needs it.
with suppress(Exception):
    warm.imports()
