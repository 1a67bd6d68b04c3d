"""A group that learns skills together: made, joined, left, and what came of each hour."""
