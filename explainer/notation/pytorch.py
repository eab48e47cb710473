"""PyTorch's notation and cells: h, z, r, n; z → 1 remembers; the GRU's reset enters AFTER the product (torch.nn.GRU).

That is another cell than the course's, not only other letters: the two agree when W_hn is diagonal, or r the
same in all units.
"""

from __future__ import annotations

from explainer.notation.table import Convention

_UPDATE = {
    "c": "h", "c~": "n", "Γu": "1-z",
    "W_u": "-[W_hz, W_iz]", "W_uc": "-W_hz", "W_ux": "-W_iz", "b_u": "-b_z",
    "W_c": "[W_hn, W_in]", "W_cc": "W_hn", "W_cx": "W_in", "b_c": "b_n",
}  # fmt: skip
_RESET = {"Γr": "r", "W_r": "[W_hr, W_ir]", "W_rc": "W_hr", "W_rx": "W_ir"}
_LSTM_GATES = {"Γf": "f", "Γi": "i", "Γo": "o"}

PYTORCH = Convention(
    name="pytorch",
    title="PyTorch's notation",
    source="PyTorch documentation, torch.nn.GRU, torch.nn.LSTM, torch.nn.RNN",
    time_index="subscript",
    elementwise="⊙",
    state="h",
    gate="z",
    candidate="n",
    reset="r",
    remembers="z → 1",
    bias_sign=-1,
    reset_enters="after",
    letters={
        "gru": {**_UPDATE, **_RESET, **_LSTM_GATES},
        "simplified-gru": {**_UPDATE, **_RESET, **_LSTM_GATES},
        "lstm": {
            **_LSTM_GATES, "Γu": "i", "a": "h", "c~": "g",
            "W_f": "[W_hf, W_if]", "W_fa": "W_hf", "W_fx": "W_if", "W_i": "[W_hi, W_ii]",
            "W_ia": "W_hi", "W_ix": "W_ii",
            "W_o": "[W_ho, W_io]", "W_oa": "W_ho", "W_ox": "W_io", "W_c": "[W_hg, W_ig]",
            "W_ca": "W_hg", "W_cx": "W_ig", "b_c": "b_g",
        },
        "rnn": {"a": "h", "W_aa": "W_hh", "W_ax": "W_ih", "b_a": "b"},
    },
    cells={
        "gru": (
            "r[t] = σ(W_ir x[t] + b_ir + W_hr h[t-1] + b_hr)",
            "z[t] = σ(W_iz x[t] + b_iz + W_hz h[t-1] + b_hz)",
            "n[t] = tanh(W_in x[t] + b_in + r[t] * (W_hn h[t-1] + b_hn))",
            "h[t] = (1 - z[t]) * n[t] + z[t] * h[t-1]",
        ),
        "simplified-gru": (
            "z[t] = σ(W_iz x[t] + b_iz + W_hz h[t-1] + b_hz)",
            "n[t] = tanh(W_in x[t] + b_in + W_hn h[t-1] + b_hn)",
            "h[t] = (1 - z[t]) * n[t] + z[t] * h[t-1]",
        ),
        "lstm": (
            "i[t] = σ(W_ii x[t] + b_ii + W_hi h[t-1] + b_hi)",
            "f[t] = σ(W_if x[t] + b_if + W_hf h[t-1] + b_hf)",
            "g[t] = tanh(W_ig x[t] + b_ig + W_hg h[t-1] + b_hg)",
            "o[t] = σ(W_io x[t] + b_io + W_ho h[t-1] + b_ho)",
            "c[t] = f[t] * c[t-1] + i[t] * g[t]",
            "h[t] = o[t] * tanh(c[t])",
        ),
        "rnn": ("h[t] = tanh(W_ih x[t] + b_ih + W_hh h[t-1] + b_hh)",),
    },
    remarks={
        "gru": (
            "PyTorch's cell: $z$ is the share that is kept, so $z → 1$ remembers; it is one minus the "
            "course's update gate, and its bias ($b_z$, the sum of $b_iz$ and $b_hz$) and weights have the "
            "opposite sign. The reset gate $r$ acts after the product with $W_hn$, so this is another cell "
            "than the course's, not only other letters."
        ),
        "simplified-gru": (
            "PyTorch's letters, without the reset gate (PyTorch itself has no such layer): $z$ is the share "
            "that is kept, so $z → 1$ remembers; it is one minus the course's update gate, and its bias and "
            "weights have the opposite sign."
        ),
        "lstm": (
            "PyTorch's letters: $c$ is the memory cell, $h$ what the cell gives out (the course's $a$), $g$ "
            "the candidate; $f → 1$ remembers. Each gate has two biases, which add up."
        ),
        "rnn": (
            "PyTorch's letters: $h$ is the state of the plain network (the course's $a$); its two biases add "
            "up."
        ),
    },
)  # fmt: skip
