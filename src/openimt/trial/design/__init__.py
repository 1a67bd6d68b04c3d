"""Designs of trials as files: who, when, what is measured, who is lost, and how it is analysed."""
