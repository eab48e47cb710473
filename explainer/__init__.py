"""Answers questions on recurrent networks with a verified derivation and a worked numeric demo."""
