"""How it goes: the course against what was expected, and who needs someone now."""
