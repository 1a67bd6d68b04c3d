"""One model a file: what the clinic keeps. Translation to the core's values is in ``mapping``."""
