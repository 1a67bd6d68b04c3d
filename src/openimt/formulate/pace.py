"""Resilience paces the work: how much new is begun at once. It is a profile, never one number."""

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.assessment import Resilience
from openimt.formulate.profile import Because

PACES = ("gentle", "steady", "brisk")
"""From one new module at a time to several."""


def pace(resilience: Resilience, catalogue: Catalogue) -> tuple[str, tuple[Because, ...]]:
    """How briskly to go, and why. A brief scale alone never makes the pace brisk."""
    settings = catalogue.settings
    held = [*resilience.skills, *resilience.supports, *resilience.strengths, *resilience.roles]
    brs = resilience.brs
    grounds = tuple(_grounds(resilience))
    if brs is None and not held:
        says = "resilience is not assessed yet: a steady pace until it is"
        return "steady", (Because(says, "OpenIMT clinical decisions, 9"),)
    if brs is not None and brs < settings["brs_low"] and len(held) < settings["resources_some"]:
        return "gentle", grounds
    if brs is not None and brs > settings["brs_high"] and len(held) >= settings["resources_some"]:
        return "brisk", grounds
    return "steady", grounds


def at_once(pace_word: str, catalogue: Catalogue) -> int:
    """How many specific modules may run at once at this pace."""
    level = {"gentle": "low", "steady": "medium", "brisk": "high"}[pace_word]
    return int(catalogue.settings[f"parallel_{level}"])


def _grounds(resilience: Resilience) -> list[Because]:
    grounds = []
    if resilience.brs is not None:
        grounds.append(Because(f"brief resilience scale {resilience.brs:g}", "smith2008"))
    for part in ("skills", "supports", "strengths", "roles"):
        named = getattr(resilience, part)
        grounds.append(Because(f"{part}: {', '.join(named) if named else 'none named'}"))
    return grounds
