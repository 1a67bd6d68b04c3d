"""The patient's own pages: the same path in kind, plain words."""
