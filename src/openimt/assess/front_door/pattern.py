"""A clinician's diagnosis as a pattern: which criteria of DSM-5-TR, which severity in ICD-11.

Software makes no diagnosis. It counts what a clinician has ticked, and says when a count is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openimt.assess.front_door.asked import front_door
from openimt.errors import AssessmentError
from openimt.terms import Truth


@dataclass(frozen=True)
class Pattern:
    """``criteria``: numbers 1 to 9 that were found. ``all_asked``: the others were looked for.
    ``severity`` and ``traits``: ids of ICD-11's words."""

    criteria: tuple[int, ...] = ()
    all_asked: bool | None = None
    severity: str = ""
    traits: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        door = front_door()
        known = range(1, len(door.criteria) + 1)
        if wrong := set(self.criteria) - set(known):
            raise AssessmentError(f"there is no criterion {min(wrong)}", field="criteria")
        if self.severity and self.severity not in {one.id for one in door.severities}:
            raise AssessmentError("this is no severity of ICD-11", field="severity")
        if wrong_trait := set(self.traits) - {one.id for one in door.traits}:
            raise AssessmentError(f"'{min(wrong_trait)}' is no trait of ICD-11", field="traits")


def meets(pattern: Pattern) -> Truth:
    """Whether enough criteria were found; unknown while too few were found and not all looked for.

    >>> meets(Pattern((1, 2, 3, 4, 5))), meets(Pattern((1, 2))), meets(Pattern((1, 2), True))
    (<Truth.MET: 'met'>, <Truth.UNKNOWN: 'unknown'>, <Truth.NOT_MET: 'not_met'>)
    """
    if len(set(pattern.criteria)) >= front_door().needed:
        return Truth.MET
    return Truth.NOT_MET if pattern.all_asked else Truth.UNKNOWN


def pattern_lines(pattern: Pattern) -> tuple[str, ...]:
    """The pattern in a few lines, for staff.

    >>> pattern_lines(Pattern((7,), True, "moderate", ("borderline",)))[1]
    'ICD-11: moderate personality disorder; borderline pattern'
    """
    door = front_door()
    found = sorted(set(pattern.criteria))
    lines = []
    if found or pattern.all_asked:
        named = ", ".join(f"{n} {door.criteria[n - 1]}" for n in found)
        at_least = "" if pattern.all_asked else "at least "
        counted = f"DSM-5-TR: {at_least}{len(found)} of {len(door.criteria)} criteria"
        lines.append(f"{counted} ({named})" if named else counted)
    said = [one.says for one in (*door.severities, *door.traits) if one.id in _words(pattern)]
    if said:
        lines.append(f"ICD-11: {'; '.join(said)}")
    return tuple(lines)


def _words(pattern: Pattern) -> Sequence[str]:
    return (pattern.severity, *pattern.traits)
