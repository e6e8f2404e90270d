"""Forms: the papers of a regulation, filled from a case and its decision, as Word or PDF."""
