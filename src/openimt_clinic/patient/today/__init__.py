"""The parts of Today: each a function of a person and a moment, that has a card or none."""
