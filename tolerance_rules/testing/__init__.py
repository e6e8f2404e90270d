"""Testing: rule tests, and mutation testing of the rules."""
