"""Proofs that several topics share, a small file each. Topics never see each other, so what two of them need lies here.

Every lemma is a function that takes a notation (and units=False for one unit) and gives a judged Proof.
"""
