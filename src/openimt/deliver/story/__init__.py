"""A person's own story: a life-line, chapters, scenes, what matters, and what comes next."""
