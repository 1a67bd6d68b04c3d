"""What somebody who treats offers, and which hours of theirs are free."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt.terms import COMPETENCES
from openimt_clinic.access.care import require_in, roles_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.actions.action import action
from openimt_clinic.audit.log import record
from openimt_clinic.records.appointment import Place
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.therapist_profile import (
    FreeHour,
    Style,
    TherapistProfile,
    TherapistSex,
)
from openimt_clinic.records.user import User

LANGUAGES = 12
LONGEST_WORDS = 2000
LIMIT = 500
KNOWN = {
    "trained_in": COMPETENCES,
    "modes": frozenset(Place),
    "styles": frozenset(Style),
}


@dataclass(frozen=True)
class Offer:
    """What the profile says; None and empty = not said."""

    trained_in: tuple[str, ...] = ()
    therapies: tuple[str, ...] = ()
    supervised: bool | None = None
    safety_trained: bool | None = None
    crisis_cover: bool | None = None
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    sex: str = ""
    limit: int | None = None
    stays_until: date | None = None
    own_words: Mapping[str, str] = field(default_factory=dict)
    to_ask: Mapping[str, str] = field(default_factory=dict)
    open_to_new: bool = True


@action
def keep_offer(*, clinic: Clinic, user: User, offer: Offer, by: User) -> TherapistProfile:
    """One's own offer, or anybody's for the team lead."""
    _require_own(clinic, user, by)
    _refuse_odd(offer)
    said = asdict(offer)
    lists = {name: list(value) for name, value in said.items() if isinstance(value, tuple)}
    kept, _made = TherapistProfile.objects.update_or_create(
        clinic=clinic,
        user=user,
        defaults={
            **said,
            **lists,
            "own_words": _written(offer.own_words),
            "to_ask": _written(offer.to_ask),
            "changed_at": timezone.now(),
            "changed_by": by,
        },
    )
    record("offer.kept", by=by, clinic=clinic, user=user.pk)
    return kept


@action
def note_free_hour(
    *,
    clinic: Clinic,
    user: User,
    weekday: int,
    at: time,
    from_on: date,
    by: User,
    place: str = "",
) -> FreeHour:
    """An hour of the week that is free from that day on. Noted twice it is there once."""
    _require_own(clinic, user, by)
    Clinic.objects.select_for_update(of=("self",)).get(pk=clinic.pk)
    if weekday not in range(1, 8):
        raise RecordError(_("Choose a day of the week."), field="weekday")
    if place not in {"", *Place}:
        raise RecordError(_("Choose in person or remote."), field="place")
    there = FreeHour.objects.filter(
        clinic=clinic, user=user, weekday=weekday, at=at, gone_at__isnull=True
    ).first()
    kept = there or FreeHour(clinic=clinic, user=user, weekday=weekday, at=at)
    kept.from_on, kept.place, kept.noted_at = from_on, place, timezone.now()
    kept.save()
    record("hour.free", by=by, clinic=clinic, hour=kept.pk, weekday=weekday)
    return kept


@action
def hour_is_gone(*, hour: FreeHour, by: User) -> FreeHour:
    """Somebody has it now, or it was never free."""
    _require_own(hour.clinic, hour.user, by)
    kept = FreeHour.objects.select_for_update(of=("self",)).get(pk=hour.pk)
    if kept.gone_at is None:
        kept.gone_at, kept.gone_by = timezone.now(), by
        kept.save(update_fields=["gone_at", "gone_by"])
    record("hour.gone", by=by, clinic=kept.clinic, hour=kept.pk)
    return kept


def _require_own(clinic: Clinic, user: User, by: User) -> None:
    require_in(by, Permission.SEE_CASELOAD, clinic)
    if RoleName.CLINICIAN not in roles_of(user, clinic):
        raise RecordError(_("Only clinicians of this clinic have an offer."), field="user")
    if by.pk != user.pk:
        require_in(by, Permission.RUN_CLINIC, clinic)


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in texts.items() if text.strip()}


def _refuse_odd(offer: Offer) -> None:
    for name, known in KNOWN.items():
        if set(getattr(offer, name)) - {str(word) for word in known}:
            raise RecordError(_("Choose from the list."), field=name)
    if offer.sex not in {"", *TherapistSex}:
        raise RecordError(_("Choose from the list."), field="sex")
    if len(offer.languages) > LANGUAGES:
        raise RecordError(_("Name at most %(n)d languages.") % {"n": LANGUAGES}, field="languages")
    if offer.limit is not None and not 0 <= offer.limit <= LIMIT:
        raise RecordError(_("Choose a number from 0 to %(n)d.") % {"n": LIMIT}, field="limit")
    for name, texts in (("words", offer.own_words), ("ask", offer.to_ask)):
        for language, text in texts.items():
            if len(text) > LONGEST_WORDS:
                says = _("Write at most %(n)d letters.") % {"n": LONGEST_WORDS}
                raise RecordError(says, field=f"{name}_{language}")
