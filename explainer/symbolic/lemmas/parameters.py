"""How many numbers a recurrent layer learns: blocks of one shape, counted and expanded."""

from __future__ import annotations

from explainer.symbolic.expression import expression, scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import define

n, m = scalar("n_a", 1, 512), scalar("n_x", 1, 512)


def counts(notation: str) -> Proof:
    """One block is n(n+m) + n; the RNN has one, the GRU three, the LSTM four."""
    block, rnn, gru, lstm = (scalar(name) for name in ("B", "N_RNN", "N_GRU", "N_LSTM"))
    given = [define(block, n @ (n + m) + n), define(rnn, block), define(gru, 3 * block), define(lstm, 4 * block)]
    proof = Proof("Counting blocks", notation, given)
    proof.step(
        "one block", block, "=", n**2 + n @ m + n,
        "Each of the $n_a$ units has a weight from every unit, one from every input, and a bias.", key=True,
    )  # fmt: skip
    proof.step(
        "three blocks", gru, "=", 3 * n**2 + 3 * n @ m + 3 * n,
        "The GRU has the block of the update gate, of the relevance gate and of the candidate.", key=True,
    )  # fmt: skip
    proof.step(
        "ratio", gru / lstm, "=", expression(3) / 4,
        "The LSTM has a fourth block, for its output gate; so the GRU has three quarters of its parameters at every size.",
    )  # fmt: skip
    proof.step("ratio", gru / rnn, "=", 3, "And three times those of the plain network.")
    return proof

