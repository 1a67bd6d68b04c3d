"""The plain names of the phases, where no therapy's own words are at hand."""

from django.utils.translation import gettext as _

from openimt.terms import Phase


def phase_word(phase: Phase) -> str:
    """A phase as staff screens call it."""
    words = {
        Phase.SAFETY: _("Safety"),
        Phase.CONTAINMENT: _("Containment"),
        Phase.REGULATION: _("Regulation"),
        Phase.EXPLORATION: _("Exploration"),
        Phase.INTEGRATION: _("Integration"),
    }
    return words[phase]
