"""The team lead's pages: numbers, who is on duty, who belongs to the clinic, who treats whom."""
