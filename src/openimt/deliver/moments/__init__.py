"""Difficult scenes between people, noted near to when they happen; questions, never a verdict."""
