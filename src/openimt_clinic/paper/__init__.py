"""Pages on paper: what is said on screen as a small, clean PDF, set by typst from our own forms."""
