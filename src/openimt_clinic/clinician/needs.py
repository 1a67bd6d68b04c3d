"""The needs by which a caseload is looked through: each gathers some kinds of reasons."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

# The kinds are those of ``openimt.track.attention``; a test keeps every kind in exactly one need.
NEEDS: Mapping[str, frozenset[str]] = {
    "safety": frozenset(
        {
            "alert",
            "contact_owed",
            "call_due",
            "unreviewed",
            "imminent_risk",
            "lapsed_judgement",
            "safety_plan_review",
            "look_after",
            "unreadable",
        }
    ),
    "repair": frozenset({"needs_repair", "strain", "alliance_recheck"}),
    "course": frozenset({"deteriorating", "not_on_track"}),
    "appointment": frozenset({"missed", "nothing_next"}),
    "forms": frozenset({"form_due", "silence"}),
    "plan": frozenset({"no_plan", "plan_proposed", "course_review"}),
    "fine": frozenset({"fine"}),
}


def need_word(need: str) -> str:
    """A need as the filter calls it; the empty one is everybody."""
    words = {
        "": _("Everybody"),
        "safety": _("Safety"),
        "repair": _("Needs repair"),
        "course": _("Not on track"),
        "appointment": _("Appointment"),
        "forms": _("Nothing heard"),
        "plan": _("Plan to decide"),
        "fine": _("Nothing waits"),
    }
    return words[need]
