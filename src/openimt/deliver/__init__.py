"""What was done: appointments, sessions, steps of change."""
