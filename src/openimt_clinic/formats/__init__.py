"""How days and hours are written, where the framework would write them otherwise."""
