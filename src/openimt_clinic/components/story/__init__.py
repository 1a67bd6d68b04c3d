"""What a person keeps of their story, as their own pages and those of the clinic show it."""
