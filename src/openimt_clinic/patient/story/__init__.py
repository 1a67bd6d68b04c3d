"""My story: a life-line, chapters and scenes, in the person's own hands."""
