"""Column letters: what Excel calls the columns of a sheet, which are counted from 1."""

from __future__ import annotations


def letters_of(column: int) -> str:
    """Return what Excel calls a column, counted from 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_of(letters: bytes) -> int:
    """Return the number of a column by its letters, in capitals."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column
