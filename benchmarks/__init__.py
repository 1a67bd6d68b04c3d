"""Measurements of speed, printed as one table: ``make bench``."""
