"""Who treats whom: offers of therapists, and options for a person."""
