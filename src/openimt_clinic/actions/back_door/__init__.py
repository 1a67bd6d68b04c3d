"""A course ends, planned or not, is asked about later, and can be taken up again."""
