"""Derivations are read back as records, without SymPy, and what is missing is named."""

import subprocess
import sys

import pytest

from explainer.catalogue import SLUGS, derived
from explainer.notation import NAMES

WITH_FILES = [slug for slug in SLUGS if derived.file_of(slug).exists()]


@pytest.mark.parametrize("slug", WITH_FILES)
def test_every_stored_derivation_loads_in_every_notation(slug: str) -> None:
    for notation in NAMES:
        for variant in derived.variants(slug, notation):
            derivation = derived.load(slug, notation, variant)
            assert derivation.notation == notation
            assert derivation.title
            assert derivation.verified == len(derivation.steps) > 0
            assert derivation.steps[0].left is not None


@pytest.mark.parametrize("slug", WITH_FILES)
def test_notations_have_the_same_variants(slug: str) -> None:
    assert len({derived.variants(slug, notation) for notation in NAMES}) == 1


def test_what_is_missing_is_named() -> None:
    with pytest.raises(LookupError, match="not in 'keras'"):
        derived.load("gru-gradient", "keras")
    with pytest.raises(LookupError, match="usual, simple, proof"):
        derived.load("gru-gradient", "course", "short")


def test_loading_needs_no_sympy() -> None:
    code = (
        "import sys; from explainer.catalogue import derived; derived.load('gru-gradient', 'course');"
        "sys.exit(int(any(name in sys.modules for name in ('sympy', 'mpmath', 'numpy', 'explainer.symbolic'))))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
