"""The learning path: stations to read and worked cases that the planner answers itself."""
