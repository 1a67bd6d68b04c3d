"""What arrives from a phone: each entry once, whatever the net did, and the worrying ones first."""
