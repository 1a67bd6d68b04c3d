"""Scenes, schemas, ratings, experiments and the shared formulation of a person, for who treats."""
