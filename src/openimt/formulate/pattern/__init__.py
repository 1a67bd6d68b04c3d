"""From scenes to a shared pattern: episodes, schemas, ratings, experiments. Pure values."""
