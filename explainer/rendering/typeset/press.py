"""The one file that runs the typesetter: source in, bytes out; no file, no network, no clock, no fonts of the machine.

A compiler can't be used from two threads at once and costs 3 ms to set up, so each thread keeps one.
"""

from __future__ import annotations

import threading
from functools import cache
from importlib import resources
from tempfile import TemporaryDirectory
from typing import Literal

import typst

_PUBLISHED = 1_767_225_600  # 1 January 2026: every document says so, and the bytes are the same from run to run
_own = threading.local()


def png(source: str, pixels_per_point: float) -> bytes:
    """The only page of the source as PNG. Raises RuntimeError when the source does not compile or has several pages."""
    (page,) = pngs(source, pixels_per_point)
    return page


def pngs(source: str, pixels_per_point: float) -> tuple[bytes, ...]:
    """Every page of the source as PNG."""
    made = _compile(source, "png", ppi=72 * pixels_per_point)
    return (made,) if isinstance(made, bytes) else tuple(made)


def svg(source: str) -> str:
    """The only page of the source as SVG."""
    made = _compile(source, "svg")
    if not isinstance(made, bytes):
        raise RuntimeError("A picture has one page.")
    return made.decode()


def pdf(source: str) -> bytes:
    """The pages of the source as PDF/UA-1, which screen readers can read, with a fixed date."""
    made = _compile(source, "pdf")
    if not isinstance(made, bytes):
        raise RuntimeError("A document is one file.")
    return made


@cache
def prelude() -> str:
    """The typesetter's own part of every source: the functions that the generated calls use."""
    return resources.files(__package__).joinpath("prelude.typ").read_text(encoding="utf-8")


def _compile(source: str, kind: Literal["png", "svg", "pdf"], ppi: float | None = None) -> bytes | list[bytes]:
    compiler: typst.Compiler | None = getattr(_own, "compiler", None)
    if compiler is None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
        # The folder is gone before anything is compiled: whatever a source may say, no file and no package lies below it.
        with TemporaryDirectory() as empty:
            compiler = typst.Compiler(root=empty, font_paths=fonts, package_path=empty, package_cache_path=empty)
        _own.compiler = compiler
    standard: Literal["ua-1"] | None = "ua-1" if kind == "pdf" else None
    whole = (prelude() + source).encode()
    made = compiler.compile(whole, format=kind, ppi=ppi, timestamp=_PUBLISHED, pdf_standards=standard)
    if made is None:
        raise RuntimeError("The typesetter gave nothing back.")
    return made
