"""What the page about the common modules asks the records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from openimt.catalogue.catalogue import Catalogue
from openimt.deliver.attendance import attendance
from openimt.formulate.profile import Profile
from openimt.terms import EventKind
from openimt.track.alliance import alliance, alliance_numbers
from openimt.track.both_sides import both_sides
from openimt.track.consistency import Held, consistency
from openimt.track.rupture import open_strains
from openimt.track.suggest import Agreed, Evidence
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.clinician.common_modules.wishes import Wish, wishes
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.mapping.care import draft_of
from openimt_clinic.records.mapping.common_modules import (
    AGREEMENT,
    Noted,
    agreed_of,
    days_of_sessions,
    episodes_of,
    held_with_plan,
    homework_in_a_row,
    rulers_of,
    ruptures_of,
    supervised_on,
)
from openimt_clinic.records.mapping.ratings import ratings_of
from openimt_clinic.records.mapping.sessions import states_of
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

STATES = Asked(
    lambda: CommonStateRecord.objects.filter(patient=Given("patient")).select_related("by")
)


@dataclass(frozen=True)
class Known:
    """Everything the page is made from. ``agreement``: the version in force; ``draft``: one that is
    begun. ``wishes``: what the person wants to talk about before they sign."""

    on: date
    catalogue: Catalogue
    profile: Profile
    states: Mapping[str, CommonStateRecord]
    evidence: Evidence
    agreement: CareDocument | None
    draft: CareDocument | None
    ruptures: tuple[Noted, ...]
    sessions: tuple[tuple[SessionRecord, Held], ...]
    wishes: tuple[Wish, ...]


def known_of(patient: Patient) -> Known:
    """What is known of the person's common modules today."""
    on = clinic_day(patient.clinic, timezone.now())
    plan, catalogue = plan_in_force(patient)
    profile = profile_of(patient, on, catalogue, plan)
    agreement, agreed = agreed_of(patient)
    ruptures = ruptures_of(patient)
    numbers = alliance_numbers()
    common = frozenset(module.id for module in catalogue.common())
    sessions = held_with_plan(patient, common, numbers.whole("consistency.sessions"))
    return Known(
        on=on,
        catalogue=catalogue,
        profile=profile,
        states=_states(patient),
        evidence=_evidence(patient, profile, catalogue, agreed, ruptures, sessions),
        agreement=agreement,
        draft=draft_of(patient, AGREEMENT),
        ruptures=ruptures,
        sessions=sessions,
        wishes=wishes(patient),
    )


def _states(patient: Patient) -> dict[str, CommonStateRecord]:
    """The latest state of each module."""
    found: dict[str, CommonStateRecord] = {}
    for row in STATES.all(patient=patient.pk):
        found.setdefault(row.module, row)
    return found


def _evidence(
    patient: Patient,
    profile: Profile,
    catalogue: Catalogue,
    agreed: Agreed | None,
    ruptures: tuple[Noted, ...],
    sessions: tuple[tuple[SessionRecord, Held], ...],
) -> Evidence:
    on = profile.assessment.on
    ratings = ratings_of(patient)
    outside = EventKind.CONTACT_OUTSIDE_ROUTE
    return Evidence(
        on=on,
        agreement=agreed,
        attendance=attendance(states_of(patient), catalogue.settings),
        outside=tuple(e.on for e in profile.assessment.events or () if e.kind is outside),
        alliance=alliance(ratings.session),
        understood=alliance(ratings.heard),
        strains=open_strains(
            (noted.rupture for noted in ruptures), tuple(days_of_sessions(patient))
        ),
        consistency=consistency([held for _, held in sessions]),
        supervised_on=supervised_on(patient),
        rulers=rulers_of(patient),
        homework_in_a_row=homework_in_a_row(patient),
        episodes=episodes_of(patient),
        both=both_sides(ratings.person, ratings.therapist, on),
        in_repair={
            module: reading.sessions_in_repair or 0 for module, reading in profile.common.items()
        },
    )
