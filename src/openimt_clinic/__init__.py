"""The web beside the house: asks the core, keeps the answer, shows it."""
