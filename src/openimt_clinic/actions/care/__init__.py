"""What people who treat write about a person: kept field by field, undone, signed, versioned."""
