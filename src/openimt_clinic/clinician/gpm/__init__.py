"""Good Psychiatric Management for one person: states between people, the case, its reviews."""
