"""Writes a formula as LaTeX that GitHub's mathematics and KaTeX both understand.

GitHub forbids \\operatorname, reads a backslash before punctuation as its own, and a bar as the edge of a table cell; none of
them is written here.
"""

from __future__ import annotations

from explainer.records.mathematics import (
    Accent,
    Big,
    Fraction,
    Group,
    Letter,
    Mathematics,
    Matrix,
    Number,
    Operator,
    Quote,
    Root,
    Row,
    Script,
)
from explainer.rendering.inert import visible
from explainer.rendering.mathematics.shape import is_prefix_sign, is_separator, is_tall

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "Γ": "Gamma", "δ": "delta", "Δ": "Delta", "ε": "varepsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "Θ": "Theta", "κ": "kappa", "λ": "lambda", "Λ": "Lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "Π": "Pi", "ρ": "rho", "σ": "sigma", "Σ": "Sigma", "τ": "tau", "φ": "varphi", "Φ": "Phi", "χ": "chi",
    "ψ": "psi", "Ψ": "Psi", "ω": "omega", "Ω": "Omega", "ℓ": "ell", "⊤": "top",
}  # fmt: skip
_NAMES = frozenset(
    {"tanh", "ln", "log", "exp", "sin", "cos", "sinh", "cosh", "det", "max", "min", "sup", "inf", "lim"}
)
_OPERATORS = {
    "−": "-", "·": r"\cdot", "×": r"\times", "∗": r"\ast", "⊙": r"\odot", "±": r"\pm", "≈": r"\approx", "≤": r"\le",
    "≥": r"\ge", "≠": r"\ne", "≪": r"\ll", "≫": r"\gg", "→": r"\to", "⇒": r"\Rightarrow", "∈": r"\in", "∉": r"\notin",
    "⊂": r"\subset", "∝": r"\propto", "~": r"\sim", "∼": r"\sim", "…": r"\dots", "∂": r"\partial", "∞": r"\infty",
    "<": r"\lt", ">": r"\gt", "%": r"\text{ percent}", "′": r"\prime", "∀": r"\forall", "∃": r"\exists",
    "∇": r"\nabla", "⊤": r"\top", "⊥": r"\perp", "ℝ": r"\mathbb{R}", "∘": r"\circ", "↦": r"\mapsto", "°": r"\circ",
    "|": r"\mid",
}  # fmt: skip
# Signs that LaTeX takes as they are.
_BARE = frozenset("+-=,;:!/()[].")
_FENCES = {
    "(": "(", ")": ")", "[": "[", "]": "]", "{": r"\lbrace", "}": r"\rbrace", "⟨": r"\langle", "⟩": r"\rangle", "": ".",
    "|": r"\vert", "‖": r"\Vert",
}  # fmt: skip
# Where both fences are one sign, LaTeX must be told which of them opens.
_TWINS = {"‖": (r"\lVert", r"\rVert"), "|": (r"\lvert", r"\rvert")}
_BIG = {"∑": r"\sum", "∏": r"\prod", "lim": r"\lim", "max": r"\max", "min": r"\min", "sup": r"\sup", "inf": r"\inf"}
_MARKS = {"tilde": r"\tilde", "hat": r"\hat", "bar": r"\bar", "dot": r"\dot"}
_WIDE = {"tilde": r"\widetilde", "hat": r"\widehat", "bar": r"\overline", "dot": r"\dot"}
# What would be markup inside \text{…}, or to the Markdown around it.
_IN_TEXT = {
    "\\": "/", "{": "(", "}": ")", "$": " dollars ", "#": " number ", "%": " percent", "&": " and ", "_": " ", "^": " ",
    "~": " ", "`": "'", "*": " ", "<": " below ", ">": " above ", "@": " at ", "\n": " ",
}  # fmt: skip


def to_latex(formula: Mathematics) -> str:
    """The formula as LaTeX source, without dollar signs."""
    match formula:
        case Letter(text, upright):
            return _letter(text, upright)
        case Number(text):
            return _plain(text)
        case Operator(text):
            return _OPERATORS.get(text) or (text if text in _BARE else rf"\text{{{_text(text)}}}")
        case Quote(text):
            return rf"\text{{{_text(text)}}}"
        case Row(items):
            return _row(items)
        case Group(opening, body, closing):
            return _group(opening, body, closing)
        case Fraction(top, bottom):
            return rf"\frac{{{to_latex(top)}}}{{{to_latex(bottom)}}}"
        case Script(base, sub, sup):
            written = to_latex(base)
            whole = isinstance(base, Letter | Number | Operator | Accent | Group | Matrix)
            return _scripts(written if whole else f"{{{written}}}", sub, sup)
        case Big(symbol, lower, upper):
            return _scripts(_BIG.get(symbol) or rf"\mathop{{\mathrm{{{_plain(symbol)}}}}}", lower, upper)
        case Accent(base, mark):
            return f"{(_MARKS if isinstance(base, Letter) else _WIDE)[mark]}{{{to_latex(base)}}}"
        case Root(body):
            return rf"\sqrt{{{to_latex(body)}}}"
        case Matrix(rows):
            lines = r" \cr ".join(" & ".join(to_latex(entry) for entry in entries) for entries in rows)
            return rf"\begin{{bmatrix}} {lines} \end{{bmatrix}}"


def _letter(text: str, upright: bool) -> str:
    if text in _GREEK:
        return f"\\{_GREEK[text]}"
    if len(text) == 1:
        return rf"\mathrm{{{_plain(text)}}}" if upright else _plain(text)
    if text in _NAMES:
        return f"\\{text}"
    return rf"\mathop{{\mathrm{{{_plain(text)}}}}}" if upright else rf"\mathit{{{_plain(text)}}}"


def _plain(text: str) -> str:
    """A name or a number with nothing in it that LaTeX would take for a command."""
    return "".join(character for character in text if character.isalnum() or character in " .'-")


def _text(text: str) -> str:
    return "".join(_IN_TEXT.get(character, character) for character in visible(text))


def _row(items: tuple[Mathematics, ...]) -> str:
    written = ""
    for position, item in enumerate(items):
        piece = to_latex(item)
        if isinstance(item, Quote):
            # Words keep a distance to the formula around them.
            after = " " if position + 1 < len(items) and not is_separator(items[position + 1]) else ""
            piece = rf"\text{{{' ' if position else ''}{_text(item.text)}{after}}}"
        slash = Operator("/") in (item, items[position - 1])
        tight = not written or slash or written.endswith("\\ ") or is_separator(item) or is_prefix_sign(items, position - 1)
        after_factor = position > 0 and not isinstance(items[position - 1], Operator)
        plain = (after_factor and piece[:1] in "([") or (_is_plain(item) and _is_plain(items[position - 1]))
        # A command must not run into the letter after it.
        run_on = piece[:1].isalpha() and written[written.rfind("\\") + 1 :].isalpha() and "\\" in written
        written += piece if (tight or plain) and not run_on else f" {piece}"
        if is_separator(item) and position + 1 < len(items):
            written += r"\ "
    return written


def _is_plain(item: Mathematics) -> bool:
    return isinstance(item, Letter) and len(item.text) == 1 and item.text.isascii() and not item.upright


def _group(opening: str, body: Mathematics, closing: str) -> str:
    inner = to_latex(body)
    if is_tall(body) or "" in (opening, closing):
        return rf"\left{_FENCES[opening]} {inner} \right{_FENCES[closing]}"
    left, right = _TWINS[opening] if opening in _TWINS else (_FENCES[opening], _FENCES[closing])
    return f"{left} {inner} {right}" if left.startswith("\\") else f"{left}{inner}{right}"


def _scripts(base: str, sub: Mathematics | None, sup: Mathematics | None) -> str:
    lower = "" if sub is None else f"_{{{_tight(sub)}}}"
    upper = "" if sup is None else f"^{{{_tight(sup)}}}"
    return f"{base}{lower}{upper}"


def _tight(formula: Mathematics) -> str:
    """A script: no space after its commas."""
    return to_latex(formula).replace(",\\ ", ",")
