"""The front door: who may come in, what is asked first, what a clinician found, what begins now."""
