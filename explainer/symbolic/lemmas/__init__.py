"""Proofs that several topics share, a small file each. Topics never see each other, so what two of them need lies here.

A lemma is a function that takes a notation (or a cell) and gives a judged Proof. `derive(notation)` in a file gives the
variants usual, simple (one unit) and proof (with bounds), so a topic may write

    def derive(notation): from explainer.symbolic.lemmas import reset; return reset.derive(notation)

or compose the pieces with `proof.chain(other)`. Which file serves which topic:

    activations     activation-derivatives             orthogonal      orthogonal-init (power law through tanh)
    attention       write-and-hold                     plain           rnn-vanishing, rnn-exploding (exploding)
    averages        leaky-integrator                   rates           gru-limits (derive_limits), update-gate (derive_gate),
    backward        gru-backward, bptt (derive_plain)                  lstm-forget-bias (derive_forget)
    bounds          two_sided_bound, for proofs        reset           reset-gate
    chrono          gate-bias-init                     retention       compute-retention, solve-gamma, solve-steps
    clipping        gradient-clipping                  shares          parameter-gradient, truncated-bptt
    conventions     gru-conventions                    single_unit     elementwise-gates, frozen-memory
    coupled         compare-cells (derive_comparison), skip            skip-connections
                    gru-vs-lstm (derive_coupling)      smaller         simplified-gru (and minimal)
    differences     gradient-check                     spectrum        spectral-radius
    gate_learning   gate-learning                      lstm            lstm-gradient, lstm-jacobian (blocks), lstm-limits
    growth          gru-exploding                                      (limits)
    gru_gradient    gru-gradient, gru-jacobian         lstm_backward   lstm-backward
                    (derive_jacobian)                  value_and_gradient  value-vs-gradient
    memory          gru-memory                         parameters      gru-parameters
"""
