"""Everything kept about a person, as one file they can take with them."""
