"""The explainer in a Discord course server."""
