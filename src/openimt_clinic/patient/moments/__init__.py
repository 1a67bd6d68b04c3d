"""Pause, rehearse, and look at what happened: calm pages that can be left at any point."""
