"""How symbols and equations are written: one line of text in, a formula tree in the letters of a convention out.

Takes: linear notation (below) in the course's tokens. Gives: `Mathematics` and `Words`. May import: `records` only.
To add a convention: write its table as one file beside `course.py` and list it in `writer.CONVENTIONS`.

    from explainer import notation
    w = notation.Writer("course")                   # or "cho", "pytorch"; LookupError for others
    w.formula("dc[T]/dc[0] ≈ (1-γ)^T")              # Mathematics
    w.words("Every path but the carry has a factor $Γu$.")   # Words; $$ is a dollar sign
    w.cell("gru"), w.statement("gru")               # the equations of that convention's cell; its remark as Words
    notation.Writer("cho", cell="lstm")             # where a letter means another thing in another cell
    w.verbatim("z[t] W_r")                          # letters that are this convention's own already
    notation.show(1.234567e-7)                      # "1.23457e-7": valid between dollar signs

Linear notation
    letters      one character each: γT is γ times T; Greek as itself (γ, not gamma). c~ has a tilde, c' a prime
    subscripts   directly after _ : W_uc, c_0, σ_1, W_hn; more than one token in parentheses: x_(i+1). σ_max is upright
    powers       ^ takes one token or parentheses: γ^2, e^(-γT), (1-γ)^(T-s), 10^-6, W^⊤ (transposed); γ² and σ₁ too
    time         in brackets directly after a letter: c[t], Γu[t-1], c[0]; shown c⟨t⟩ (course) or h_t (others)
    lists        brackets with a comma or after a space: W_u [c[t-1], x[t]]
    gates        Γu Γr (GRU), Γf Γi Γo (LSTM)
    products     juxtaposition, · or ×; * is elementwise. e.g. T γ (1-γ)^T, Γu * c~
    fractions    a/b: the top is what stands without spaces before the slash (γT/2 is γT over 2,
                 T γ/2 is T times γ/2), the bottom is one factor (1/(eT), not 1/eT); a function with its
                 argument is one factor: ln(x)/ln(1-γ)
    functions    tanh ln log exp max min diag det … take (…) or the next factor; σ, D, O, F take (…): D(1-Γu), σ'(x)
    derivatives  dc[T]/dc[0], dL/dW_u, ∂c[t]/∂x; a d that stands alone is a letter
    sums         sum(s=1, T) w_s, prod(t=s+1, T) (1-Γu[t]), lim(γ→0) x, max_t Γu[t]; the operand follows
    shapes       norm(x) ‖x‖, abs(x) |x|, sqrt(x), hat(x), bar(x), tilde(x), dot(x), [[a, b], [c, d]]
    relations    = ≈ ≤ ≥ → < > ∈ ± ≪ ≫ ≠ ∝, or <= >= -> ~= << >> != +-; a side may be missing on the left: "< 1e-12"
    numerals     0.5, 1000, 1e-6 (shown 10⁻⁶), 1.5e-7, 5%; ∞ … ⊤ stand for themselves
    words        "in quotation marks"; anything of four letters or more that is no known name is a mistake
A mistake raises ValueError and shows the place.

What the conventions do with the course's tokens
    c, c~, Γr      h, h~ (cho) or n (pytorch), r. In cell="lstm" c stays and a becomes h; in cell="rnn" a becomes h.
    Γu             (1 − z); 1-Γu collapses to z, also in a sum; Γu = 0, Γu → 0, Γu < 1 become z = 1, z → 1, z > 0;
                   dΓu is −dz.
    b_u, W_u…      −b_z, −U_z (cho), −W_hz (pytorch): the minus moves before the term or the fraction, out of a
                   norm, and b_u = -4 becomes b_z = 4.
    W_u, W_r, W_c  the blocks acting on [c, x]; the others write them [U_z, W_z] or [W_hz, W_iz].
Every other letter (γ, z, h, r, n, q, f, i, o, g, K, J, M, D, T, L, …) means itself everywhere.
"""

from explainer.notation.figures import show, show_log, show_percent, show_residual
from explainer.notation.table import CELLS, Convention
from explainer.notation.writer import CONVENTIONS, NAMES, Writer, convention

__all__ = [
    "CELLS",
    "CONVENTIONS",
    "NAMES",
    "Convention",
    "Writer",
    "convention",
    "show",
    "show_log",
    "show_percent",
    "show_residual",
]
