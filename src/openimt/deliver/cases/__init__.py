"""Case management: the reviews of a course, when each is due, and what was decided."""
