"""Answers: the results of this package as frozen values, and their rendering in words."""
