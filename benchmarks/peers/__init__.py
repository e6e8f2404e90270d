"""The rules written by hand for other rule engines, to measure against."""
