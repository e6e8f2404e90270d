"""Records: the append-only log of decisions, its proofs, and what other rules would have said."""
