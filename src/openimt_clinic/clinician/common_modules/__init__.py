"""The six common modules of one person: how each stands, what made it so, and the next step."""
