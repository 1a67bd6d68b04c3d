"""What puts a matter on a level of a hierarchy: what points ahead first, then the last days."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.therapy_parts import Diary, Level
from openimt.deliver.diary import DiaryDay, Noted, noted, own_fields, skills_say
from openimt.formulate.assessment import Event
from openimt.formulate.profile import Profile
from openimt.formulate.say import event_says
from openimt.formulate.where import open_danger
from openimt.terms import URGES, CommonState, EventKind

SKILLS, OTHER = "skills", "other_urge"
"""Fields of a diary by which a level takes up skills, and the person's own targets."""

Said = frozenset[tuple[EventKind, date]]


def matters(
    level: Level,
    profile: Profile,
    catalogue: Catalogue,
    diary: Diary | None,
    days: Sequence[DiaryDay],
    on: date,
) -> tuple[str, ...]:
    """One sentence for each matter of the level, in the order in which they are taken up.

    The settings ``agenda_days`` and ``urge_notable`` say how many days back, and from which
    strength (0 to 5) an urge is a matter.
    """
    strong = catalogue.settings["urge_notable"]
    since = on - timedelta(days=int(catalogue.settings["agenda_days"]))
    lately = [e for e in profile.assessment.events or () if since < e.on <= on]
    near = [*lately, *(e for e in open_danger(profile.assessment) if e not in lately)]
    ahead = [f"Near: {event_says(e)}." for e in _newest(e for e in near if e.kind in level.near)]
    from_diary = list(_from_diary(level, diary, days, strong))
    told: Said = frozenset(tell for one in from_diary for tell in one.tells)
    past = [e for e in lately if e.kind in level.past and (e.kind, e.on) not in told]
    facts = [f"{_capital(event_says(e))}." for e in _newest(_strong(past, strong))]
    return (
        *ahead,
        *facts,
        *(f"{one.says}." for one in from_diary),
        *_repairs(level, profile, catalogue),
    )


def resources(
    level: Level, profile: Profile, planned: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> tuple[str, ...]:
    """What the resilience profile names of the kinds that the level looks at, then what a case
    plan has of them (``planned``)."""
    return tuple(
        f"{_capital(kind)} now: {', '.join(named) if named else 'none is named yet'}."
        for kind in level.resources
        for named in [(*getattr(profile.assessment.resilience, kind), *planned.get(kind, ()))]
    )


def _from_diary(
    level: Level, diary: Diary | None, days: Sequence[DiaryDay], strong: float
) -> Iterator[Noted]:
    for field in diary.fields if diary else ():
        if field.id == SKILLS and SKILLS in level.diary:
            yield from (Noted(field, says) for says in skills_say(days))
        elif field.id in level.diary and (found := noted(field, days, strong)):
            yield found
    if OTHER in level.diary:
        yield from own_matters(days, strong)


def card_says(days: Sequence[DiaryDay], strong: float) -> tuple[str, ...]:
    """What the person's own rows and skills bring to a session, whatever the therapy."""
    return (*(f"{one.says}." for one in own_matters(days, strong)), *skills_say(days))


def own_matters(days: Sequence[DiaryDay], strong: float) -> Iterator[Noted]:
    """The person's own targets: an act that was noted, or an urge of at least ``strong``."""
    for field in own_fields(days):
        if field.part is not None and (found := noted(field, days, strong)):
            yield found


def _strong(events: Sequence[Event], strong: float) -> Iterator[Event]:
    """Acts and other facts; of urges only those that are strong."""
    for event in events:
        if event.kind not in URGES or (event.value or 0) >= strong:
            yield event


def _newest(events: Iterator[Event]) -> list[Event]:
    """Acts before urges, the newest first."""
    return sorted(events, key=lambda e: (e.kind in URGES, -e.on.toordinal(), e.kind.value))


def _repairs(level: Level, profile: Profile, catalogue: Catalogue) -> Iterator[str]:
    for module in catalogue.common():
        reading = profile.common.get(module.id)
        needs = reading is not None and reading.state is CommonState.NEEDS_REPAIR
        if reading is not None and needs and module.id in level.common:
            yield f"{module.short} needs repair: {reading.because or 'it was met before'}."


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
