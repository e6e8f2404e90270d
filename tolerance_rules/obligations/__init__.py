"""Obligations: what a decision obliges whom to do, and by when."""
