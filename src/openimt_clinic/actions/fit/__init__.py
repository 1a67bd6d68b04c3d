"""Who treats whom: what therapists offer, and how a person chooses and changes."""
