"""The command line: the words typed become a question or a command, the answer goes out, the status says how it went.

Takes: argv, standard input. Gives: an answer on standard output, remarks on standard error, an exit status: 0 answered,
1 not understood or another subject, 2 bad input. May import: everything below it. To add a command: a function in
`commands.py` that takes the parsed arguments and returns the status, its words in `arguments.py`, and a line in
`commands.COMMANDS`.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence

from explainer.cli.arguments import BadInput, parse
from explainer.cli.commands import COMMANDS


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. argv: None for the words that the process was started with."""
    if argv is None:
        # The process ends with the command. A cold answer makes many records and hardly any rubbish: looking through them
        # all for it, again and again and three times at the exit, would take a seventh of the answer.
        gc.set_threshold(200_000)
        atexit.register(gc.freeze)
    # Small matrices gain nothing from BLAS's threads and wait for them on a busy machine. It must be said before NumPy loads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        arguments = parse(words, tuple(COMMANDS))
        status = COMMANDS[arguments.command](arguments)
        sys.stdout.flush()
        return status
    except BadInput as refusal:
        print(f"explainer: {refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of the pipe has gone (`| head`). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
