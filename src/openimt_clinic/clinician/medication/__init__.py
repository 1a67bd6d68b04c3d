"""Medicines as they are written down; nothing is proposed, no dose is weighed."""
