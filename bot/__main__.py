"""`explainer-bot`: read the settings, start the bot, finish what is in hand when told to stop.

Worker processes import this file again, so everything heavy is imported inside the functions.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bot until it is told to stop. Returns the exit status: 0 stopped, 2 a setting or an option is wrong."""
    import argparse

    parser = argparse.ArgumentParser(
        prog="explainer-bot",
        description="The explainer in a Discord server. Settings come from the environment and .env.",
    )
    parser.add_argument(
        "--preview", action="store_true", help="try the real bot in a local browser: no token, no network"
    )
    parser.add_argument("--port", type=int, default=0, help="the preview's port on this machine (any free one)")
    parser.add_argument("--no-browser", action="store_true", help="print the preview's address only")
    arguments = parser.parse_args(argv)

    import asyncio

    from bot import logs
    from bot.settings import SettingsError, load

    try:
        settings = load(token_needed=not arguments.preview)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    logs.configure(settings.log_level)
    if arguments.preview:
        from bot.preview import preview

        return asyncio.run(preview(settings, port=arguments.port, browser=not arguments.no_browser))
    from bot.running import run

    return asyncio.run(run(settings))


if __name__ == "__main__":
    raise SystemExit(main())
