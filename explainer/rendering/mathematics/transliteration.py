"""Plain words for terminals that know ASCII only: γ becomes gamma, ≤ becomes <=, – becomes -."""

from __future__ import annotations

import unicodedata

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "Γ": "Gamma", "δ": "delta", "Δ": "Delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "Θ": "Theta", "κ": "kappa", "λ": "lambda", "Λ": "Lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "Π": "Pi", "ρ": "rho", "σ": "sigma", "Σ": "Sigma", "τ": "tau", "φ": "phi", "Φ": "Phi", "χ": "chi",
    "ψ": "psi", "Ψ": "Psi", "ω": "omega", "Ω": "Omega", "ℓ": "l",
}  # fmt: skip
SIGNS = {
    "−": "-", "×": "x", "·": "*", "∗": "*", "⊙": "*", "±": "+-", "≈": "~=", "≤": "<=", "≥": ">=", "≠": "!=", "≪": "<<",
    "≫": ">>", "→": "->", "←": "<-", "⇒": "=>", "∈": "in", "∉": "not in", "⊂": "subset of", "∝": "prop. to", "∼": "~",
    "…": "...", "∂": "d", "∞": "inf", "∏": "prod", "∑": "sum", "√": "sqrt", "‖": "||", "⟨": "<", "⟩": ">", "′": "'",
    "⊤": "T", "∀": "for all", "∃": "exists", "∇": "grad", "ℝ": "R", "∘": "o", "↦": "|->", "°": " deg", "⊥": "_|_",
    "“": '"', "”": '"', "„": '"',
    "\u2018": "'", "’": "'", "–": "-", "—": "-", "\u2011": "-", "•": "*", "½": "1/2", "¼": "1/4",
    "¾": "3/4", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "ß": "ss", "§": "section ", "─": "-", "│": "|", "✓": "[ok]",
}  # fmt: skip


# Private-use characters stand for a layout's own marks, never for text (other people's are removed before).
_KEPT = "\ue000"


def to_ascii(text: str) -> str:
    """The text in ASCII: known signs spelled out, accents dropped, anything else a question mark."""
    if text.isascii():
        return text
    written = []
    for character in text:
        if character.isascii() or character in _KEPT:
            written.append(character)
        elif character in GREEK or character in SIGNS:
            written.append(GREEK.get(character) or SIGNS[character])
        else:
            plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
            silent = unicodedata.combining(character) or unicodedata.category(character) == "Cf"
            written.append(plain or ("" if silent else "?"))
    return "".join(written)
