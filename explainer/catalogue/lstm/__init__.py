"""Topics on the LSTM."""

TOPICS = (
    "lstm_gradient",
)
