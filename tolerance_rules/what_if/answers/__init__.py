"""Answers: what the questions of an investigator are answered with, and in which words."""
