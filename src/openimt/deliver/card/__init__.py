"""A person's own diary card: its rows and skills, what it starts with, and how it may change."""
