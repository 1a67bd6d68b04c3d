"""How the person is: instruments as data, scoring, reliable change."""
