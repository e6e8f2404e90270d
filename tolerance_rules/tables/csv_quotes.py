"""CSV quotes: the mark before what a spreadsheet would take for a formula, and its removal."""

from __future__ import annotations

SIGNS = "=+\\-@\t\r\n＝＋－＠"
"""What a text may not begin with in a CSV file; Excel reads the full-width signs too."""
FORMULA = rf"^'*[{SIGNS}]"
"""What gets the mark; a text that has one already gets another, so that it can be told apart."""
QUOTED = rf"^'('*[{SIGNS}])"
"""What has got it."""
NUMBER = r"^[+-]?\d+(\.\d+)?$"
"""What begins with a sign and is no formula."""
