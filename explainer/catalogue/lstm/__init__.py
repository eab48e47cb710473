"""Topics on the LSTM."""

TOPICS: tuple[str, ...] = ()
