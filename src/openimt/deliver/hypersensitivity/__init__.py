"""How it is with others: four states, and what turns one into another."""
