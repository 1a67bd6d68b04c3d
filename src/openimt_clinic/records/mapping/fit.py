"""Who treats in the clinic, and whom a person seeks, as the core knows them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from openimt.plan.fit import Fit, Sought, Therapist, Wishes, fit
from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.fit_choice import FitChoice, KeptApart
from openimt_clinic.records.mapping.catalogues import catalogue_for, running_plan
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.therapist_profile import FreeHour, TherapistProfile
from openimt_clinic.records.user import User

OF, IN = Given("patient"), Given("clinic")
TREATING = AskedValues(
    lambda: CareRelation.objects.filter(
        patient=OF, kind=CareKind.TREATING.value, until__isnull=True
    ).values_list("user")
)  # fmt: skip
APART = Asked(lambda: KeptApart.objects.filter(patient=OF, taken_back_at__isnull=True))
CHOICE = Asked(
    lambda: FitChoice.objects.filter(patient=OF, changed_at__isnull=True).select_related(
        "chosen", "chosen_by", "by"
    )[:1]
)
PROFILES = Asked(lambda: TherapistProfile.objects.filter(clinic=IN))
HOURS = Asked(lambda: FreeHour.objects.filter(clinic=IN, gone_at__isnull=True))
AWAY = Asked(lambda: PlannedAbsence.objects.filter(clinic=IN, taken_back_at__isnull=True))
LOADS = AskedValues(
    lambda: (
        CareRelation.objects.filter(
            clinic=IN, kind=CareKind.TREATING.value, until__isnull=True,
            patient__ended_on__isnull=True,
        )
        .order_by()
        .values("user_id")
        .annotate(people=Count("pk"))
        .values_list("user_id", "people")
    )
)  # fmt: skip


def options_for(patient: Patient, wishes: Wishes, on: date) -> Fit:
    """Everybody who treats here as an option for the person, in order, with reasons."""
    mine = set(TREATING.flat(patient=patient.pk))
    everybody = [
        # Who treats the person has their place already.
        replace(one, caseload=one.caseload - 1) if UUID(one.id) in mine else one
        for one in therapists(patient.clinic)
    ]
    return fit(everybody, sought(patient, wishes, on))


def sought(patient: Patient, wishes: Wishes, on: date) -> Sought:
    """What the plan in force needs, and who is kept apart or takes nobody new."""
    apart = {str(key): _("They take nobody new at present.") for key in _closed(patient.clinic)}
    apart |= {
        str(one.user_id): one.says or _("A change was asked for; nobody has to say why.")
        for one in APART.all(patient=patient.pk)
    }
    needs, modules = needs_of(patient), catalogue_for(patient).modules
    names = {one: modules[one].name for one in needs}
    return Sought(on, needs, wishes=wishes, apart=apart, names=names)


def needs_of(patient: Patient) -> Mapping[str, frozenset[str]]:
    """The modules of the plan in force that ask for training, with what will do for each."""
    version = running_plan(patient)
    if version is None:
        return {}
    modules = catalogue_for(patient).modules
    placed = [p.module for p in plan_of(version).placements if p.module in modules]
    asks = {one: frozenset(modules[one].competences) for one in placed}
    # Medicine is somebody else's work: whoever prescribes need not be the therapist.
    return {one: any_of for one, any_of in asks.items() if any_of - {"prescriber"}}


def therapists(clinic: Clinic) -> tuple[Therapist, ...]:
    """What each of them offers; who has said nothing yet is there with nothing said."""
    people = list(clinicians(clinic))
    profiles = {one.user_id: one for one in PROFILES.all(clinic=clinic.pk)}
    hours: dict[object, list[FreeHour]] = defaultdict(list)
    for hour in HOURS.all(clinic=clinic.pk):
        hours[hour.user_id].append(hour)
    loads, away = _loads(clinic), AWAY.all(clinic=clinic.pk)
    found = (_therapist(one, profiles.get(one.pk), hours[one.pk], loads[one.pk]) for one in people)
    return tuple(
        replace(one, free_from=_back(one.free_from, [a for a in away if str(a.who_id) == one.id]))
        for one in found
    )


def _back(free_from: date | None, away: list[PlannedAbsence]) -> date | None:
    """An hour that would be free while they are away is free when they are back."""
    for one in sorted(away, key=lambda row: row.first):
        if free_from is not None and one.first <= free_from <= one.last:
            free_from = one.last + timedelta(days=1)
    return free_from


def wishes_of(kept: Mapping[str, object]) -> Wishes:
    """Wishes as they are kept."""
    days = kept.get("days") or ()
    said = {name: str(kept.get(name) or "") for name in WORDS}
    days_of = frozenset(int(str(day)) for day in days) if isinstance(days, list) else frozenset()
    return Wishes(**said, days=days_of)


def wishes_to_row(wishes: Wishes) -> dict[str, object]:
    """Wishes to be kept."""
    return {**{name: getattr(wishes, name) for name in WORDS}, "days": sorted(wishes.days)}


def open_choice(patient: Patient) -> FitChoice | None:
    """The choice that stands: being made, or made."""
    return CHOICE.first(patient=patient.pk)


WORDS = ("language", "sex", "style", "therapy", "mode")


def _closed(clinic: Clinic) -> Iterable[object]:
    return [one.user_id for one in PROFILES.all(clinic=clinic.pk) if not one.open_to_new]


def _loads(clinic: Clinic) -> Counter[object]:
    return Counter(dict(LOADS.all(clinic=clinic.pk)))


def _therapist(
    user: User, profile: TherapistProfile | None, hours: list[FreeHour], load: int
) -> Therapist:
    free_from = min((one.from_on for one in hours), default=None)
    weekdays = frozenset(one.weekday for one in hours)
    if profile is None:
        return Therapist(
            str(user.pk), user.name, free_from=free_from, hours=weekdays, caseload=load
        )
    return Therapist(
        id=str(user.pk),
        name=user.name,
        trained_in=frozenset(profile.trained_in),
        supervised=profile.supervised,
        safety_trained=profile.safety_trained,
        crisis_cover=profile.crisis_cover,
        languages=frozenset(profile.languages),
        modes=frozenset(profile.modes),
        therapies=frozenset(profile.therapies),
        styles=frozenset(profile.styles),
        sex=profile.sex,
        free_from=free_from,
        hours=weekdays,
        caseload=load,
        limit=profile.limit,
        stays_until=profile.stays_until,
    )
