"""The course's notation: c⟨t⟩, Γu, Γr, and Γu → 0 remembers (Ng, Sequence Models, 2018)."""

from __future__ import annotations

from explainer.notation.table import Convention

COURSE = Convention(
    name="course",
    title="course notation",
    source="Ng, Sequence Models, 2018",
    time_index="superscript",
    elementwise="∗",
    state="c",
    gate="Γu",
    candidate="c~",
    reset="Γr",
    remembers="Γu → 0",
    bias_sign=1,
    reset_enters="before",
    # The linear notation is written in this convention's letters, so there is nothing to translate.
    letters={"gru": {}, "simplified-gru": {}, "lstm": {}, "rnn": {}},
    cells={
        "gru": (
            "Γu[t] = σ(W_u [c[t-1], x[t]] + b_u)",
            "Γr[t] = σ(W_r [c[t-1], x[t]] + b_r)",
            "c~[t] = tanh(W_c [Γr[t] * c[t-1], x[t]] + b_c)",
            "c[t] = Γu[t] * c~[t] + (1 - Γu[t]) * c[t-1]",
        ),
        "simplified-gru": (
            "Γu[t] = σ(W_u [c[t-1], x[t]] + b_u)",
            "c~[t] = tanh(W_c [c[t-1], x[t]] + b_c)",
            "c[t] = Γu[t] * c~[t] + (1 - Γu[t]) * c[t-1]",
        ),
        "lstm": (
            "Γf[t] = σ(W_f [a[t-1], x[t]] + b_f)",
            "Γi[t] = σ(W_i [a[t-1], x[t]] + b_i)",
            "c~[t] = tanh(W_c [a[t-1], x[t]] + b_c)",
            "c[t] = Γf[t] * c[t-1] + Γi[t] * c~[t]",
            "Γo[t] = σ(W_o [a[t-1], x[t]] + b_o)",
            "a[t] = Γo[t] * tanh(c[t])",
        ),
        "rnn": ("a[t] = tanh(W_aa a[t-1] + W_ax x[t] + b_a)",),
    },
    remarks={
        "gru": (
            "Course notation: $Γu$ is the share that is replaced, so $Γu → 0$ remembers; the relevance gate "
            "$Γr$ acts on the state before the product with the recurrent matrix."
        ),
        "simplified-gru": (
            "Course notation: $Γu$ is the share that is replaced, so $Γu → 0$ remembers; there is no "
            "relevance gate."
        ),
        "lstm": "Course notation: $c$ is the memory cell and $a$ what the cell gives out; $Γf → 1$ remembers.",
        "rnn": "Course notation: $a$ is the state of the plain network.",
    },
)
