"""A referral is written down, looked at, withdrawn, or declined with a way on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.assess.front_door.asked import front_door
from openimt.assess.front_door.grown_up import require_adult
from openimt.assess.front_door.pattern import Pattern
from openimt.assess.front_door.screening import YES, Answered, checked, screened
from openimt.errors import AssessmentError, RecordError
from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.front_door.door_alerts import (
    open_at_the_door,
    refuse_while_nobody_is_on_it,
)
from openimt_clinic.actions.sent_again import in_turn, place_of, refuse_other_words
from openimt_clinic.audit.log import record
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.diagnosis import DiagnosisStanding
from openimt_clinic.records.mapping.referrals import answers_of
from openimt_clinic.records.referral import ContactWay, Referral, ReferralState, Referrer
from openimt_clinic.records.user import User

OLDEST_DAYS = 3660
"""A referral older than that is a mistyped year."""


@dataclass(frozen=True)
class Referred:
    """What is written down: as little of who the person is as the work needs. ``danger``: what the
    referral itself says of danger now; empty where it says nothing."""

    given_name: str
    family_initial: str
    contact_way: ContactWay
    contact: str
    referrer: Referrer
    referred_on: date
    why: str
    danger: str = ""
    referred_by: str = ""
    birth_year: int | None = None
    is_adult: bool | None = None
    language: str = ""


@dataclass(frozen=True)
class Found:
    """A diagnosis made before there is a record, with its pattern."""

    code: str
    on: date
    standing: DiagnosisStanding = DiagnosisStanding.HOLDS
    pattern: Pattern = field(default_factory=Pattern)
    note: str = ""


@dataclass(frozen=True)
class Screening:
    """``waits``: somebody wrote since the page was opened, so danger alone was kept."""

    referral: Referral
    waits: bool


@action
def receive_referral(
    *, clinic: Clinic, referred: Referred, by: User, key: UUID | None = None
) -> Referral:
    """Writes a referral down. ``key``: made by the page, so that two presses make one referral.

    Raises AssessmentError, in one plain sentence, for somebody who is no adult.
    """
    require_in(by, Permission.ENROL, clinic)
    in_turn(clinic)
    place = place_of(clinic.pk, key)
    if there := Referral.objects.filter(clinic=clinic, pk=place).first():
        _refuse_other(there, referred)
        record("referral.received_again", by=by, clinic=clinic, referral=there.pk)
        return there
    today, now = timezone.localdate(), timezone.now()
    _refuse_day(referred.referred_on, "referred_on", today)
    require_adult(referred.birth_year, referred.is_adult, today)
    danger = referred.danger.strip()
    given: dict[str, Any] = {
        "screening": {first_asked(): {"answer": YES, "note": danger}} if danger else {},
        "given_name": said(referred.given_name, field="given_name", remedy=_("Write the name.")),
        "family_initial": said(
            referred.family_initial, field="family_initial", remedy=_("Write one letter.")
        ),
        "birth_year": referred.birth_year,
        "is_adult": referred.is_adult,
        "contact_way": referred.contact_way.value,
        "contact": said(
            referred.contact, field="contact", remedy=_("Write how to reach the person.")
        ),
        "language": referred.language or clinic.language,
        "referrer": referred.referrer.value,
        "referred_by": referred.referred_by.strip(),
        "referred_on": referred.referred_on,
        "why": said(referred.why, field="why", remedy=_("Write why, in a sentence or two.")),
        "received_by": by,
        "received_at": now,
        "changed_by": by,
        "changed_at": now,
    }
    kept = Referral.objects.create(id=place, clinic=clinic, **given)
    record("referral.received", by=by, clinic=clinic, referral=kept.pk)
    if danger:
        open_at_the_door(kept, danger_says(kept), by, now)
    return kept


def _refuse_other(there: Referral, referred: Referred) -> None:
    """Above all danger that was written into the form only the second time."""
    texts = ("given_name", "family_initial", "contact", "referred_by", "why")
    given = {name: getattr(referred, name).strip() for name in texts}
    refuse_other_words(there, given | {"birth_year": referred.birth_year})
    if danger := referred.danger.strip():
        first = there.screening.get(first_asked(), {})
        refuse_other_words(
            there, {"screening": there.screening if first.get("note") == danger else None}
        )


@action
def screen_referral(
    *,
    referral: Referral,
    answers: Mapping[str, Answered],
    by: User,
    danger_done: str = "",
    seen: datetime | None = None,
) -> Screening:
    """Keeps the answers of the screening. Danger now: what was done about it is written first, and
    whoever is on duty is told in the same transaction, also from a page that is too old for the
    rest. ``seen``: when what the page showed was written."""
    kept = open_referral(referral, by)
    checked(answers)
    before = answers_of(kept)
    stale = seen is not None and seen != kept.changed_at
    waits = stale and not _stand(kept, answers, danger_done)
    if waits:
        answers, danger_done = _danger_alone(kept, answers, danger_done)
    danger = screened({**before, **answers}).danger
    anew = danger and (danger_done.strip() != kept.danger_done or not screened(before).danger)
    if danger:
        remedy = _("Somebody is in danger now: act first, then write here what was done.")
        kept.danger_done = said(danger_done, field="danger_done", remedy=remedy)
    given = {name: {"answer": one.answer, "note": one.note} for name, one in answers.items()}
    kept.screening = {**kept.screening, **given}
    kept.state = ReferralState.IN_ASSESSMENT.value
    _changed(kept, by, "referral.screened")
    if danger:
        open_at_the_door(kept, danger_says(kept), by, kept.changed_at, anew=anew)
    return Screening(kept, waits)


def _stand(kept: Referral, answers: Mapping[str, Answered], done: str) -> bool:
    """Whether all of it stands there: the same press, once more."""
    before = answers_of(kept)
    return done.strip() == kept.danger_done and all(
        before.get(name) == one for name, one in answers.items()
    )


def _danger_alone(
    kept: Referral, answers: Mapping[str, Answered], done: str
) -> tuple[dict[str, Answered], str]:
    """Of a page from before somebody else wrote: a yes to danger, with the words of both, and what
    both have done. Raises RecordError where it says no such thing."""
    first = answers.get(first_asked())
    if first is None or first.answer != YES:
        raise RecordError(
            _("Somebody wrote here since this page was opened. Look at it, then send again.")
        )
    there = str(kept.screening.get(first_asked(), {}).get("note", ""))
    both = Answered(YES, _both(first.note, there))
    return {first_asked(): both}, _both(kept.danger_done, done.strip())


def _both(one: str, other: str) -> str:
    """The words of two people; what is said already is not said twice."""
    return one if other in one else other if one in other else f"{one} · {other}"


@action
def note_found(*, referral: Referral, found: Found, by: User) -> Referral:
    """A diagnosis that holds, is considered or was ruled out; written again, it changes."""
    kept = open_referral(referral, by)
    _refuse_day(found.on, "on", timezone.localdate())
    code = said(found.code, field="code", remedy=_("Write the code, such as 6D11.5 or F60.3."))
    row: dict[str, Any] = {
        "code": code,
        "standing": found.standing.value,
        "criteria": sorted(set(found.pattern.criteria)),
        "all_asked": found.pattern.all_asked,
        "severity": found.pattern.severity,
        "traits": list(found.pattern.traits),
        "note": found.note.strip(),
        "by": str(by.pk),
        "on": found.on.isoformat(),
    }
    kept.found = [*(one for one in kept.found if one["code"] != code), row]
    kept.state = ReferralState.IN_ASSESSMENT.value
    return _changed(kept, by, "referral.found")


@action
def take_found_back(*, referral: Referral, code: str, by: User) -> Referral:
    """The diagnosis no longer stands with the referral."""
    kept = open_referral(referral, by)
    kept.found = [one for one in kept.found if one["code"] != code]
    return _changed(kept, by, "referral.found_taken_back")


@action
def decline_referral(
    *, referral: Referral, reason: str, onward: str, told: str, told_on: date, by: User
) -> Referral:
    """Not here, because; there, instead; and who was told when. Nobody is just sent away."""
    kept = open_referral(referral, by)
    refuse_danger_unasked(kept)
    refuse_while_nobody_is_on_it(kept)
    _refuse_day(told_on, "told_on", timezone.localdate())
    kept.reason = said(reason, field="reason", remedy=_("Write why not here, in plain words."))
    kept.onward = said(
        onward, field="onward", remedy=_("Write where the person is helped instead, and how.")
    )
    kept.told = said(told, field="told", remedy=_("Write who was told: the person, the referrer."))
    kept.told_on = told_on
    return _decided(kept, ReferralState.DECLINED, by)


@action
def withdraw_referral(*, referral: Referral, reason: str, by: User) -> Referral:
    """The person or the referrer wants it no more, or it was a mistake."""
    kept = open_referral(referral, by)
    refuse_while_nobody_is_on_it(kept)
    kept.reason = said(reason, field="reason", remedy=_("Write who withdrew it, and why."))
    return _decided(kept, ReferralState.WITHDRAWN, by)


def open_referral(referral: Referral, by: User) -> Referral:
    """The referral as it stands, locked; raises RecordError when it was decided."""
    require_in(by, Permission.ENROL, referral.clinic)
    kept = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if not kept.is_open:
        raise RecordError(_("Somebody has decided about this referral already; look at it again."))
    return kept


def refuse_danger_unasked(kept: Referral) -> None:
    """Raises RecordError while nobody has asked about danger; *not known* is an answer."""
    if first_asked() not in kept.screening:
        raise RecordError(_("Ask first whether anybody is in danger now."))


def first_asked() -> str:
    """The question about danger now."""
    return next(one.id for one in front_door().questions if one.first)


def danger_says(kept: Referral) -> str:
    """What an alert says of the danger: as it was noted, with what was done so far."""
    note = str(kept.screening.get(first_asked(), {}).get("note", "")).strip()
    says = _("Said at the front door: in danger now.")
    done = _("Done so far: %(done)s") % {"done": kept.danger_done} if kept.danger_done else ""
    return " ".join(part for part in (says, note, done) if part)


def _refuse_day(day: date, field: str, today: date) -> None:
    if day > today:
        raise AssessmentError(_("this day is still to come"), field=field)
    if (today - day).days > OLDEST_DAYS:
        raise AssessmentError(_("this is too long ago; look at the year"), field=field)


def _changed(kept: Referral, by: User, event: str) -> Referral:
    kept.changed_by, kept.changed_at = by, timezone.now()
    kept.save()
    record(event, by=by, clinic=kept.clinic, referral=kept.pk)
    return kept


def _decided(kept: Referral, state: ReferralState, by: User) -> Referral:
    kept.state, kept.decided_by, kept.decided_at = state.value, by, timezone.now()
    return _changed(kept, by, f"referral.{state.value}")
