"""Invented people: a seeded generator of courses for tests, the demo and examples."""
