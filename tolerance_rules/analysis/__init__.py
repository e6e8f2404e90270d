"""Analysis: the standard by which a collective weighs a case; it never sets the outcome."""
