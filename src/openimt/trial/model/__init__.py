"""From a data table and a formula to the numbers of a model."""
