"""Proof: what holds of the rules over every case, and what a change of them changes."""
