"""The forms in which a therapy is given, kept apart: coming, coaching calls, skills."""
