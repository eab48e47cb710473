"""Topics on the plain recurrent network, on training through time and on checking it."""

TOPICS = (
    "rnn_vanishing",
    "rnn_exploding",
    "bptt",
    "spectral_radius",
    "gradient_clipping",
    "truncated_bptt",
    "activation_derivatives",
    "orthogonal_init",
    "skip_connections",
    "parameter_gradient",
    "diagnose",
    "gradient_check",
    "leaky_integrator",
)
