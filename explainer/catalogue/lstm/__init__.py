"""Topics on the LSTM."""

TOPICS = (
    "lstm_gradient",
    "lstm_jacobian",
    "lstm_forget_bias",
    "lstm_forward",
    "lstm_backward",
    "lstm_limits",
)
