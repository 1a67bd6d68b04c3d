"""Pages on which people who treat write: one form for every kind of care document."""
