"""Topics on the gated recurrent unit and its gradient."""

TOPICS = (
    "gru_gradient",
    "value_vs_gradient",
    "gru_memory",
    "update_gate",
    "reset_gate",
    "gate_learning",
    "write_and_hold",
    "gru_limits",
    "gru_jacobian",
    "gru_backward",
    "gru_forward",
    "gru_conventions",
    "gru_vs_lstm",
    "gru_exploding",
    "gate_bias_init",
    "gru_parameters",
    "simplified_gru",
    "frozen_memory",
    "elementwise_gates",
)
