"""The stage of a course in its therapy's own words, where phases do not bind."""

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.standing import stage_of
from openimt.formulate.profile import Profile


def stage_words(catalogue: Catalogue, profile: Profile) -> str:
    """The name of the stage; empty where phases bind and are shown, and where it has none."""
    therapy = catalogue.therapy(profile.assessment.therapy)
    stage = None if therapy.binds_phases else stage_of(therapy, profile)
    return stage.name if stage else ""
