"""Proofs that several topics share, a small file each. Topics never see each other, so what two of them need lies here.

A lemma is a function that takes a notation (or a cell) and gives a judged Proof. `derive(notation)` in a file gives the
variants usual, simple (one unit) and proof (with bounds), so a topic may write

    def derive(notation): from explainer.symbolic.lemmas import reset; return reset.derive(notation)

or compose the pieces with `proof.chain(other)`. Which file serves which topic:

    activations     activation-derivatives             lstm            lstm-gradient, lstm-jacobian (blocks),
    attention       write-and-hold                                     lstm-limits (limits)
    averages        leaky-integrator                   lstm_backward   lstm-backward
    backward        gru-backward, bptt (derive_plain)  memory          gru-memory
    bounds          two_sided_bound, for proofs        orthogonal      orthogonal-init (power law through tanh)
    chrono          gate-bias-init                     parameters      gru-parameters
    clipping        gradient-clipping                  plain           rnn-vanishing, rnn-exploding (exploding)
    compare         compare-cells                      rates           gru-limits (derive_limits),
    conventions     gru-conventions                                    lstm-forget-bias (derive_forget)
    coupled         gru-vs-lstm                        update_gate     update-gate
    differences     gradient-check                     reset           reset-gate
    gate_learning   gate-learning                      retention       compute-retention, solve-gamma, solve-steps
    growth          gru-exploding                      shares          parameter-gradient, truncated-bptt
    gru_gradient    gru-gradient                       single_unit     elementwise-gates
    gru_jacobian    gru-jacobian                       skip            skip-connections
    spectrum        spectral-radius                    smaller         simplified-gru (and minimal)
    value_and_gradient  value-vs-gradient              frozen          frozen-memory
    forward         gru-forward                        diagnosis       diagnose
    lstm_forward    lstm-forward
"""
