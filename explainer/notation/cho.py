"""The notation of Cho et al. 2014 (third version): h, z, r; z → 1 remembers; the reset enters before the product.

The paper leaves the biases out and writes plain W and U for the candidate's matrices; here they carry the index h.
"""

from __future__ import annotations

from explainer.notation.table import Convention

_UPDATE = {
    "c": "h", "c~": "h~", "Γu": "1-z",
    "W_u": "-[U_z, W_z]", "W_uc": "-U_z", "W_ux": "-W_z", "b_u": "-b_z",
    "W_c": "[U_h, W_h]", "W_cc": "U_h", "W_cx": "W_h", "b_c": "b_h",
}  # fmt: skip
_RESET = {"Γr": "r", "W_r": "[U_r, W_r]", "W_rc": "U_r", "W_rx": "W_r"}
# A gate of the LSTM met in a sentence on the GRU keeps its meaning.
_LSTM_GATES = {"Γf": "f", "Γi": "i", "Γo": "o"}

CHO = Convention(
    name="cho",
    title="notation of Cho et al. 2014",
    source="Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014",
    time_index="subscript",
    elementwise="⊙",
    state="h",
    gate="z",
    candidate="h~",
    reset="r",
    remembers="z → 1",
    bias_sign=-1,
    reset_enters="before",
    letters={
        "gru": {**_UPDATE, **_RESET, **_LSTM_GATES},
        "simplified-gru": {**_UPDATE, **_RESET, **_LSTM_GATES},
        "lstm": {
            **_LSTM_GATES, "Γu": "i", "a": "h",
            "W_f": "[U_f, W_f]", "W_fa": "U_f", "W_fx": "W_f", "W_i": "[U_i, W_i]", "W_ia": "U_i", "W_ix": "W_i",
            "W_o": "[U_o, W_o]", "W_oa": "U_o", "W_ox": "W_o", "W_c": "[U_c, W_c]", "W_ca": "U_c", "W_cx": "W_c",
        },
        "rnn": {"a": "h", "W_aa": "U", "W_ax": "W", "b_a": "b"},
    },
    cells={
        "gru": (
            "z[t] = σ(W_z x[t] + U_z h[t-1] + b_z)",
            "r[t] = σ(W_r x[t] + U_r h[t-1] + b_r)",
            "h~[t] = tanh(W_h x[t] + U_h (r[t] * h[t-1]) + b_h)",
            "h[t] = z[t] * h[t-1] + (1 - z[t]) * h~[t]",
        ),
        "simplified-gru": (
            "z[t] = σ(W_z x[t] + U_z h[t-1] + b_z)",
            "h~[t] = tanh(W_h x[t] + U_h h[t-1] + b_h)",
            "h[t] = z[t] * h[t-1] + (1 - z[t]) * h~[t]",
        ),
        "lstm": (
            "f[t] = σ(W_f x[t] + U_f h[t-1] + b_f)",
            "i[t] = σ(W_i x[t] + U_i h[t-1] + b_i)",
            "c~[t] = tanh(W_c x[t] + U_c h[t-1] + b_c)",
            "c[t] = f[t] * c[t-1] + i[t] * c~[t]",
            "o[t] = σ(W_o x[t] + U_o h[t-1] + b_o)",
            "h[t] = o[t] * tanh(c[t])",
        ),
        "rnn": ("h[t] = tanh(W x[t] + U h[t-1] + b)",),
    },
    remarks={
        "gru": (
            "Notation of Cho et al. 2014: $z$ is the share that is kept, so $z → 1$ remembers; it is one "
            "minus the course's update gate, and its bias and weights have the opposite sign. The reset gate "
            "$r$ acts on the state before the product with the recurrent matrix."
        ),
        "simplified-gru": (
            "Notation of Cho et al. 2014 without the reset gate: $z$ is the share that is kept, so $z → 1$ "
            "remembers; it is one minus the course's update gate, and its bias and weights have the opposite "
            "sign."
        ),
        "lstm": "$c$ is the memory cell and $h$ what the cell gives out (the course's $a$); $f → 1$ remembers.",
        "rnn": "$h$ is the state of the plain network (the course's $a$).",
    },
)  # fmt: skip
