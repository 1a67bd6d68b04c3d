"""Pages of a group that learns skills together."""
