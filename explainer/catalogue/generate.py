"""Judges every topic's derivations and writes what was proved into its generated file.

    python -m explainer.catalogue.generate              all topics
    python -m explainer.catalogue.generate SLUG …       these only
    python -m explainer.catalogue.generate --check      write nothing; status 1 when a file is out of date
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from explainer.catalogue import SLUGS, topic
from explainer.catalogue.derived import file_of, stored
from explainer.notation import NAMES


def derive(slug: str, notations: Sequence[str] = NAMES) -> dict[str, dict[str, Any]]:
    """A topic's derivations as plain data, judged now: notation → variant → title, given, steps. {} when it has none.

    Raises:
        explainer.symbolic.Unproved: when a step is false.
    """
    from explainer.symbolic import Proof

    make = topic(slug).derive
    if make is None:
        return {}
    result: dict[str, dict[str, Any]] = {}
    for notation in notations:
        result[notation] = {}
        for variant, proof in make(notation).items():
            if not isinstance(proof, Proof):
                raise TypeError(f"{slug}: the derivation {variant!r} is a {type(proof).__name__}, not a Proof")
            result[notation][variant] = proof.record()
    return result


def text_of(derivations: dict[str, dict[str, Any]]) -> str:
    """The generated file's text: readable, and the same on every machine."""
    return json.dumps(derivations, ensure_ascii=False, indent=1) + "\n"


def verify(slug: str, notation: str) -> int:
    """Judge a topic's derivations in one notation again, on the spot; gives back how many steps passed.

    Raises:
        explainer.symbolic.Unproved: when a step is false.
        ValueError: when what is proved now isn't what the generated file says.
    """
    now = derive(slug, (notation,)).get(notation, {})
    if now and stored(slug)[notation] != json.loads(text_of(now)):
        mend = f"python -m explainer.catalogue.generate {slug} mends it."
        raise ValueError(f"The stored derivations of {slug} are out of date; {mend}")
    return sum(len(proof["steps"]) for proof in now.values())


def main(arguments: Sequence[str]) -> int:
    """Write the files, or with --check compare them; status 1 when a comparison fails."""
    check = "--check" in arguments
    slugs = [argument for argument in arguments if argument != "--check"] or list(SLUGS)
    status = 0
    for slug in slugs:
        text, path = text_of(derive(slug)), file_of(slug)
        if text == "{}\n":
            continue
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            status = 1
            print(f"{slug}: {'out of date' if check else 'written'}")
            if not check:
                path.write_text(text, encoding="utf-8", newline="\n")
    return status if check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
