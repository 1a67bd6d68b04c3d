"""Searching the catalogue: its words kept in PostgreSQL, found ranked and with the place shown."""
