"""Offers of therapists as the core counts them, by what is recorded of people."""

from collections import Counter
from collections.abc import Iterator

from openimt.plan.fairness import GroupOffered, OfferMade, by_group
from openimt.plan.fit import Criterion, Holds
from openimt.plan.fit_numbers import fit_numbers
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.fit_choice import FitChoice
from openimt_clinic.records.referral import Referral

BANDS = ((18, "18–29"), (30, "30–49"), (50, "50+"))
"""From which age; the year of birth stands in a referral alone."""
IN_TIME, TRAINED = Criterion.WAITING.value, Criterion.TRAINING.value
WELL = (Holds.YES.name.lower(), Holds.PARTLY.name.lower())


def offered(clinic: Clinic) -> dict[str, tuple[GroupOffered, ...]]:
    """By language, by age and by therapy; each offer that was made counts once."""
    rows = list(FitChoice.objects.filter(clinic=clinic).select_related("patient", "chosen"))
    born = dict(
        Referral.objects.filter(clinic=clinic, patient__isnull=False)
        .order_by("referred_on")
        .values_list("patient", "birth_year")
    )
    groups = {
        "language": [one.patient.language for one in rows],
        "age": [_band(one, born.get(one.patient_id)) for one in rows],
        "therapy": [one.patient.therapy for one in rows],
    }
    within = fit_numbers().within_points
    return {
        what: by_group((_offer(one, group) for one, group in zip(rows, names, strict=True)), within)
        for what, names in groups.items()
    }


def options_shown(clinic: Clinic) -> Counter[str]:
    """How often each therapist stood among the options, by id; since it is kept."""
    found: Counter[str] = Counter()
    for shown in FitChoice.objects.filter(clinic=clinic).values_list("options", flat=True):
        found.update(str(one) for one in shown)
    return found


def _band(one: FitChoice, year: int | None) -> str:
    if year is None:
        return ""
    age = one.made_at.year - year
    return next((name for least, name in reversed(BANDS) if age >= least), "")


def _offer(one: FitChoice, group: str) -> OfferMade:
    return OfferMade(
        group=group,
        options=len(one.proposed),
        in_time=any(_holds(one, IN_TIME)),
        trained=any(_holds(one, TRAINED)),
        chosen=one.chosen_at is not None,
        began=one.chosen.name if one.chosen and one.began_at else "",
    )


def _holds(one: FitChoice, criterion: str) -> Iterator[bool]:
    """Whether it held of each who was offered, as it was said then."""
    for row in one.proposed:
        points = row.get("points") if isinstance(row, dict) else None
        for name, holds, *_says in points or ():
            if name == criterion:
                yield holds in WELL
