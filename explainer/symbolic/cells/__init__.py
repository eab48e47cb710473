"""The cells' equations, each in the letters and the order of its notation.

A cell is a frozen record: its letters (indexed by time with brackets), its weights, its equations, and the pieces of
its Jacobian that differ between notations, so that a proof can be written once. units=False gives the same cell with
one unit, all letters scalars.
"""

from explainer.symbolic.cells.gru import GRU, gru, simplified_gru
from explainer.symbolic.cells.lstm import LSTM, lstm
from explainer.symbolic.cells.others import MGU, RNN, mgu, rnn

__all__ = ["GRU", "LSTM", "MGU", "RNN", "gru", "lstm", "mgu", "rnn", "simplified_gru"]
