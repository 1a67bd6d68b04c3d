"""The database: embedded by default, or at an address; and the second wall inside it."""
