"""Papers about a person: letters, the report of a course, the plan."""
