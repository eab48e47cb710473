"""The GRU in three notations: course (Γu → 0 remembers), Cho et al. 2014 and PyTorch (z → 1 remembers).

PyTorch's reset acts after the product, so its candidate is another function of the state, not only another letter.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.symbolic.expression import Apply, Equation, Expression, Sum, Symbol, matrix, vector
from explainer.symbolic.vocabulary import D, d, define, held, identity, ln, t, tanh, σ


@dataclass(frozen=True)
class GRU:
    """A GRU's letters and equations.

    c, candidate, gate, reset, x: symbols to be indexed by time. gate is Γu in the course, z elsewhere.
    q: PyTorch's W_hn h' + b_hn, which its reset gate multiplies; None in the other notations.
    W_u, W_r, W_c: the recurrent weights of gate, reset and candidate (n × n); V_u, V_r, V_c: those of the input (n × m).
    b_u, b_r, b_c: the biases; of PyTorch's two, the one that goes with the recurrent weights (b_c: the input's).
    shut: where the gate's bias goes to shut the gate, "-∞" or "∞".
    """

    notation: str
    name: str
    c: Symbol
    candidate: Symbol
    gate: Symbol
    reset: Symbol | None
    q: Symbol | None
    x: Symbol
    W_u: Symbol
    W_r: Symbol | None
    W_c: Symbol
    V_u: Symbol
    V_r: Symbol | None
    V_c: Symbol
    b_u: Symbol
    b_r: Symbol | None
    b_c: Symbol
    equations: tuple[Equation, ...]
    shut: str

    @property
    def course(self) -> bool:
        """True when the gate is the share that is written."""
        return self.shut == "-∞"

    def write(self, time: Expression = t) -> Expression:
        """The share that is replaced: Γu, or 1 − z."""
        return self.gate[time] if self.course else 1 - self.gate[time]

    def keep(self, time: Expression = t) -> Expression:
        """The share that is kept: 1 − Γu, or z."""
        return 1 - self.gate[time] if self.course else self.gate[time]

    @property
    def gap(self) -> Expression:
        """What the gate's derivative multiplies: c~ − c' where the gate writes, h' − h~ where it keeps."""
        before, new = self.c[t - 1], self.candidate[t]
        return new - before if self.course else before - new

    @property
    def slope(self) -> Expression:
        """The candidate's tanh' = 1 − tanh²."""
        return 1 - self.candidate[t] ** 2

    @property
    def direct(self) -> Expression:
        """What c' does to the candidate's pre-activation with the reset gate held."""
        if self.reset is None:
            return self.W_c
        return D(self.reset[t]) @ self.W_c if self.q is not None else self.W_c @ D(self.reset[t])

    @property
    def through_reset(self) -> Expression:
        """What c' does to the candidate's pre-activation through the reset gate."""
        assert self.reset is not None
        assert self.W_r is not None
        r = self.reset[t]
        if self.q is not None:
            return D(self.q[t] * r * (1 - r)) @ self.W_r
        return self.W_c @ D(self.c[t - 1] * r * (1 - r)) @ self.W_r

    @property
    def inside(self) -> Expression:
        """direct + through_reset, with what they share taken out."""
        if self.reset is None or self.W_r is None:
            return self.W_c
        r = self.reset[t]
        if self.q is not None:
            return D(r) @ self.W_c + D(self.q[t] * r * (1 - r)) @ self.W_r
        return self.W_c @ (D(r) + D(self.c[t - 1] * r * (1 - r)) @ self.W_r)

    @property
    def carry_path(self) -> Expression:
        """∂c/∂c' with gate and candidate held: the diagonal of what is kept."""
        return D(self.keep())

    @property
    def gate_path(self) -> Expression:
        """c' → gate → c."""
        return D(self.gap * self.gate[t] * (1 - self.gate[t])) @ self.W_u

    @property
    def candidate_path(self) -> Expression:
        """c' → candidate → c, the reset gate held."""
        return D(self.write() * self.slope) @ self.direct

    @property
    def reset_path(self) -> Expression:
        """c' → reset gate → candidate → c."""
        return D(self.write() * self.slope) @ self.through_reset

    @property
    def jacobian(self) -> Expression:
        """All paths of one step, dc/dc'."""
        three = self.carry_path + self.gate_path + self.candidate_path
        return three if self.reset is None else three + self.reset_path

    @property
    def M(self) -> Expression:
        """The matrix in dc/dc' = I − D(write)(I − M)."""
        paths = D(self.slope) @ self.inside
        return D(self.gap * self.keep()) @ self.W_u + paths

    @property
    def factored(self) -> Expression:
        """I − D(write)(I − M), with M as a letter."""
        one = identity(self.c)
        return one - D(self.write()) @ (one - jacobian_letter(self, "M")[t])

    def with_gates_at(self, γ: Expression) -> tuple[Equation, ...]:
        """The equations with a bias that varies over time, such that every gate writes exactly γ at every step.

        The bias makes up for what the state adds, but differentiation sees the state's part: the gate path stays.
        """
        gate = self.equations[0]
        assert isinstance(gate.left, Symbol)
        assert isinstance(gate.right, Apply)
        assert isinstance(gate.right.argument, Sum)
        bias, terms = self.b_u[t], gate.right.argument.terms
        rest = Sum(tuple(term for term in terms if term != self.b_u))
        share = γ / (1 - γ) if self.course else (1 - γ) / γ
        return (
            define(gate.left, σ(rest + bias)),
            define(bias, ln(share) - held(rest), shown=False),
            *self.equations[1:],
        )


def gru(notation: str, *, units: bool = True) -> GRU:
    """The GRU of a notation, with n units or with one.

    Raises:
        LookupError: for an unknown notation.
    """
    makers = {"course": _course, "cho": _cho, "pytorch": _pytorch}
    if notation not in makers:
        raise LookupError(f"There is no notation {notation!r}; the notations are {', '.join(makers)}.")
    return makers[notation]("n" if units else "", "m" if units else "", True)


def simplified_gru(notation: str, *, units: bool = True) -> GRU:
    """The GRU without the reset gate."""
    makers = {"course": _course, "cho": _cho, "pytorch": _pytorch}
    return makers[notation]("n" if units else "", "m" if units else "", False)


def _course(n: str, m: str, with_reset: bool) -> GRU:
    c, candidate = vector("c", n, domain=(-1, 1)), vector("c~", n, domain=(-1, 1))
    gate, reset = vector("Γu", n, domain=(0, 1)), vector("Γr", n, domain=(0, 1))
    x = vector("x", m)
    W_uc, W_rc, W_cc = matrix("W_uc", n, n), matrix("W_rc", n, n), matrix("W_cc", n, n)
    W_ux, W_rx, W_cx = matrix("W_ux", n, m), matrix("W_rx", n, m), matrix("W_cx", n, m)
    b_u, b_r, b_c = vector("b_u", n), vector("b_r", n), vector("b_c", n)
    before = c[t - 1]
    seen = reset[t] * before if with_reset else before
    equations = (
        define(gate[t], σ(W_uc @ before + W_ux @ x[t] + b_u)),
        *((define(reset[t], σ(W_rc @ before + W_rx @ x[t] + b_r)),) if with_reset else ()),
        define(candidate[t], tanh(W_cc @ seen + W_cx @ x[t] + b_c)),
        define(c[t], gate[t] * candidate[t] + (1 - gate[t]) * before),
    )
    return GRU(
        "course", "gru" if with_reset else "simplified-gru", c, candidate, gate, reset if with_reset else None, None, x,
        W_uc, W_rc if with_reset else None, W_cc, W_ux, W_rx if with_reset else None, W_cx,
        b_u, b_r if with_reset else None, b_c, equations, "-∞",
    )  # fmt: skip


def _cho(n: str, m: str, with_reset: bool) -> GRU:
    h, candidate = vector("h", n, domain=(-1, 1)), vector("h~", n, domain=(-1, 1))
    z, r = vector("z", n, domain=(0, 1)), vector("r", n, domain=(0, 1))
    x = vector("x", m)
    U_z, U_r, U_h = matrix("U_z", n, n), matrix("U_r", n, n), matrix("U_h", n, n)
    W_z, W_r, W_h = matrix("W_z", n, m), matrix("W_r", n, m), matrix("W_h", n, m)
    b_z, b_r, b_h = vector("b_z", n), vector("b_r", n), vector("b_h", n)
    before = h[t - 1]
    seen = r[t] * before if with_reset else before
    equations = (
        define(z[t], σ(W_z @ x[t] + U_z @ before + b_z)),
        *((define(r[t], σ(W_r @ x[t] + U_r @ before + b_r)),) if with_reset else ()),
        define(candidate[t], tanh(W_h @ x[t] + U_h @ seen + b_h)),
        define(h[t], z[t] * before + (1 - z[t]) * candidate[t]),
    )
    return GRU(
        "cho", "gru" if with_reset else "simplified-gru", h, candidate, z, r if with_reset else None, None, x,
        U_z, U_r if with_reset else None, U_h, W_z, W_r if with_reset else None, W_h,
        b_z, b_r if with_reset else None, b_h, equations, "∞",
    )  # fmt: skip


def _pytorch(n: str, m: str, with_reset: bool) -> GRU:
    h, candidate = vector("h", n, domain=(-1, 1)), vector("n", n, domain=(-1, 1))
    z, r = vector("z", n, domain=(0, 1)), vector("r", n, domain=(0, 1))
    x, q = vector("x", m), vector("q", n)
    W_hz, W_hr, W_hn = matrix("W_hz", n, n), matrix("W_hr", n, n), matrix("W_hn", n, n)
    W_iz, W_ir, W_in = matrix("W_iz", n, m), matrix("W_ir", n, m), matrix("W_in", n, m)
    b_iz, b_ir, b_in, b_hz, b_hr, b_hn = (vector(f"b_{name}", n) for name in ("iz", "ir", "in", "hz", "hr", "hn"))
    before = h[t - 1]
    product = W_hn @ before + b_hn
    equations = (
        define(z[t], σ(W_iz @ x[t] + b_iz + W_hz @ before + b_hz)),
        *((define(r[t], σ(W_ir @ x[t] + b_ir + W_hr @ before + b_hr)),) if with_reset else ()),
        *((define(q[t], product),) if with_reset else ()),
        define(candidate[t], tanh(W_in @ x[t] + b_in + (r[t] * q[t] if with_reset else product))),
        define(h[t], (1 - z[t]) * candidate[t] + z[t] * before),
    )
    return GRU(
        "pytorch", "gru" if with_reset else "simplified-gru", h, candidate, z, r if with_reset else None,
        q if with_reset else None, x, W_hz, W_hr if with_reset else None, W_hn,
        W_iz, W_ir if with_reset else None, W_in, b_hz, b_hr if with_reset else None, b_in, equations, "∞",
    )  # fmt: skip


def jacobian_letter(cell: GRU, name: str = "J") -> Symbol:
    """A letter for an n × n matrix of this cell, a scalar when it has one unit."""
    size = cell.c.shape
    return matrix(name, size[0], size[0]) if size else matrix(name, "")


def step_jacobian(cell: GRU) -> Equation:
    """J[t] = dc[t]/dc[t-1], as a given equation."""
    return define(jacobian_letter(cell)[t], d(cell.c[t], cell.c[t - 1]))
