"""Skills in one table: when each was taught, when it was used since, and how it helped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Taught:
    """A skill was taught, or practised again, on a day."""

    skill: str
    on: date
    where: str = ""


@dataclass(frozen=True)
class Used:
    """A skill was used on a day. ``helped``: 0 to 7 where it was said; ``words``: in own words."""

    skill: str
    on: date
    helped: float | None = None
    words: str = ""


@dataclass(frozen=True)
class SkillLine:
    """One skill. ``taught``: the days, oldest first. ``used``: since it was first taught, or at all
    where that is not known. Nothing is summed up: a number that was given stands with its day."""

    skill: str
    name: str
    family: str
    taught: tuple[date, ...]
    used: tuple[Used, ...]

    @property
    def latest(self) -> Used | None:
        """The last use."""
        return self.used[-1] if self.used else None

    @property
    def waits(self) -> bool:
        """Taught, and nothing heard of it since: a question, not a failing."""
        return bool(self.taught) and not self.used


def skill_table(
    names: Mapping[str, tuple[str, str]], taught: Iterable[Taught], used: Iterable[Used]
) -> tuple[SkillLine, ...]:
    """A line for each skill that was taught or used, by family, in the order of ``names``
    (name and family by id). A skill that nobody knows a name for is called by its id.

    >>> (line,) = skill_table({}, [Taught("stop", date(2026, 11, 2))], [])
    >>> line.waits
    True
    """
    given, seen = list(taught), list(used)
    known = list(names)
    met = dict.fromkeys((*(one.skill for one in given), *(one.skill for one in seen)))
    ordered = sorted(met, key=lambda one: known.index(one) if one in names else len(known))
    lines = [_line(skill, names, given, seen) for skill in ordered]
    families = list(dict.fromkeys(family for _, family in names.values()))
    return tuple(sorted(lines, key=lambda one: _place(families, one.family)))


def _line(
    skill: str,
    names: Mapping[str, tuple[str, str]],
    taught: Sequence[Taught],
    used: Sequence[Used],
) -> SkillLine:
    days = sorted({one.on for one in taught if one.skill == skill})
    first = days[0] if days else date.min
    since = sorted((o for o in used if o.skill == skill and o.on >= first), key=lambda o: o.on)
    name, family = names.get(skill, (skill, ""))
    return SkillLine(skill, name, family, tuple(days), tuple(since))


def _place(families: Sequence[str], family: str) -> int:
    return families.index(family) if family in families else len(families)
