"""The slash commands and the context menu: one file each, thin; what they do lives in answering and present.

Takes: an interaction with its options. Gives: a call to `answering.respond`, or a panel. May import: answering, sending,
present, the store through the client. To add one: a file with a module-level `command`, and a line in COMMANDS.
"""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.commands import (
    about,
    ask,
    compare,
    course,
    explain,
    explain_this,
    gamma,
    handbook,
    learn,
    me,
    notation,
    privacy,
    solve,
    topics,
)

# In the order in which a newcomer would want to meet them.
COMMANDS: tuple[app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu, ...] = (
    ask.command,
    gamma.command,
    solve.command,
    compare.command,
    learn.command,
    explain.command,
    topics.command,
    handbook.command,
    notation.command,
    me.command,
    about.command,
    privacy.command,
    course.command,
    explain_this.command,
)
