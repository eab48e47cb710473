"""Topics that compute with the reader's own numbers."""

TOPICS = (
    "compute_retention",
    "solve_gamma",
    "solve_steps",
    "compare_cells",
    "learn_demo",
)
