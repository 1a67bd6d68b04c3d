"""Offering therapists to a person, choosing one, trying, looking whether it fits, changing.

Nothing here ends what runs: whoever treats the person now goes on until somebody else has begun.
"""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt.plan.fit import Option, Wishes
from openimt.plan.fit_numbers import fit_numbers
from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.actions.relating import treats_from
from openimt_clinic.audit.log import record
from openimt_clinic.records.fit_choice import FitChoice, KeptApart, Look
from openimt_clinic.records.mapping.fit import options_for, wishes_to_row
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

LONGEST = 1000


@action
def offer_therapists(
    *, patient: Patient, users: Sequence[str], wishes: Wishes, by: User, shown: bool = False
) -> FitChoice:
    """These are offered, in the order in which they fit; ``users``: their ids. Several, wherever
    there are several. Until somebody is chosen the offer may change."""
    require(by, Permission.PLAN, patient)
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    found = options_for(patient, wishes, timezone.localdate())
    picked = [one for one in found.options if one.therapist.id in set(users)]
    if len(picked) != len(set(users)):
        raise RecordError(_("Choose from those who can be offered."), field="users")
    if len(picked) < min(2, len(found.options)):
        says = _("Offer at least two: the person chooses, and one is no choice.")
        raise RecordError(says, field="users")
    if not picked:
        raise RecordError(_("Nobody can be offered now. What starts now goes on."), field="users")
    kept = FitChoice.objects.filter(patient=patient, changed_at__isnull=True).first()
    if kept is not None and kept.chosen_at is not None:
        raise RecordError(_("Somebody was chosen already. Ask for a change first."), field="users")
    kept = kept or FitChoice(clinic_id=patient.clinic_id, patient=patient)
    kept.trial_sessions = fit_numbers().sessions
    kept.proposed = [_row(one) for one in picked]
    kept.options = [one.therapist.id for one in found.options]
    kept.wishes, kept.shown = wishes_to_row(wishes), shown
    kept.by, kept.made_at = by, timezone.now()
    kept.save()
    record("fit.offered", by=by, patient=patient, choice=kept.pk, many=len(picked), shown=shown)
    return kept


@action
def choose_therapist(*, choice: FitChoice, user: str, by: User) -> FitChoice:
    """The person chooses on their own page, or with their therapist. Pressed twice is once."""
    own = _own_or_plan(by, choice.patient)
    kept = _locked(choice)
    if own and not kept.shown:
        raise RecordError(_("Nobody is offered here at present."))
    if kept.changed_at is not None:
        raise RecordError(_("This was changed meanwhile. Look at the page again."))
    if kept.chosen_at is not None:
        if str(kept.chosen_id) != user:
            raise RecordError(_("Somebody was chosen already. Ask for a change first."))
        record("fit.chosen_again", by=by, patient=kept.patient, choice=kept.pk)
        return kept
    if user not in still_offered(kept):
        raise RecordError(_("Choose one of those who are offered."), field="user")
    kept.chosen = User.objects.get(pk=user)
    kept.chosen_by, kept.chosen_at = by, timezone.now()
    kept.save(update_fields=["chosen", "chosen_by", "chosen_at"])
    record("fit.chosen", by=by, patient=kept.patient, choice=kept.pk, user=user)
    return kept


def still_offered(choice: FitChoice) -> tuple[str, ...]:
    """The ids of those who are offered, in order, without anybody kept apart since then."""
    apart = KeptApart.objects.filter(patient=choice.patient_id, taken_back_at__isnull=True)
    gone = {str(one) for one in apart.values_list("user_id", flat=True)}
    offered = (str(row["user"]) for row in choice.proposed)
    return tuple(one for one in offered if one not in gone)


@action
def begin_trial(*, choice: FitChoice, by: User) -> FitChoice:
    """Both agreed: the chosen one treats the person from today. Nobody else's care ends by it."""
    require(by, Permission.PLAN, choice.patient)
    kept = _locked(choice)
    if kept.chosen is None or kept.changed_at is not None:
        raise RecordError(_("Nobody is chosen yet."))
    if kept.began_at is None:
        treats_from(kept.patient, kept.chosen, timezone.localdate(), by)
        kept.began_at, kept.began_by = timezone.now(), by
        kept.save(update_fields=["began_at", "began_by"])
    record("fit.began", by=by, patient=kept.patient, choice=kept.pk)
    return kept


@action
def look_whether_it_fits(*, choice: FitChoice, look: str, by: User) -> FitChoice:
    """What both found after the first sessions. ``look`` is a word of ``Look``."""
    require(by, Permission.PLAN, choice.patient)
    kept = _locked(choice)
    if look not in set(Look):
        raise RecordError(_("Choose one of the answers."), field="look")
    if kept.began_at is None or kept.changed_at is not None:
        raise RecordError(_("The trial has not begun."), field="look")
    kept.look, kept.look_by, kept.look_at = look, by, timezone.now()
    kept.save(update_fields=["look", "look_by", "look_at"])
    record("fit.looked", by=by, patient=kept.patient, choice=kept.pk, look=look)
    return kept


@action
def change_therapist(*, choice: FitChoice, by: User, reason: str = "") -> FitChoice:
    """Somebody else, please. Nobody asks why, nobody is at fault, and care goes on meanwhile."""
    _own_or_plan(by, choice.patient)
    kept = _locked(choice)
    if kept.chosen is None:
        raise RecordError(_("Nobody is chosen yet."))
    if kept.changed_at is None:
        now = timezone.now()
        kept.changed_at, kept.changed_by = now, by
        kept.change_reason = reason.strip()[:LONGEST]
        kept.save(update_fields=["changed_at", "changed_by", "change_reason"])
        _apart(kept.patient, kept.chosen, "", by)
    record("fit.changed", by=by, patient=kept.patient, choice=kept.pk)
    return kept


@action
def keep_apart(*, patient: Patient, user: User, by: User, says: str = "") -> KeptApart:
    """These two are not brought together (again); a reason is not needed."""
    require(by, Permission.PLAN, patient)
    kept = _apart(patient, user, says.strip()[:LONGEST], by)
    record("fit.kept_apart", by=by, patient=patient, user=user.pk)
    return kept


@action
def let_together(*, apart: KeptApart, by: User) -> KeptApart:
    """They may be offered to each other again."""
    require(by, Permission.PLAN, apart.patient)
    kept = KeptApart.objects.select_for_update(of=("self",)).get(pk=apart.pk)
    if kept.taken_back_at is None:
        kept.taken_back_at, kept.taken_back_by = timezone.now(), by
        kept.save(update_fields=["taken_back_at", "taken_back_by"])
    record("fit.let_together", by=by, patient=kept.patient, user=kept.user_id)
    return kept


def _row(option: Option) -> dict[str, object]:
    points = [[one.criterion.value, one.holds.name.lower(), one.says] for one in option.points]
    return {"user": option.therapist.id, "points": points, "waits": option.waits}


def _own_or_plan(by: User, patient: Patient) -> bool:
    """Whether it is the person themselves; otherwise one needs the right to plan."""
    if Permission.ANSWER_OWN in permissions_for(by, patient):
        return True
    require(by, Permission.PLAN, patient)
    return False


def _locked(choice: FitChoice) -> FitChoice:
    # What is joined to the row that is waited for stays as it was before the wait.
    FitChoice.objects.select_for_update().only("pk").get(pk=choice.pk)
    return FitChoice.objects.select_related("patient__clinic", "chosen").get(pk=choice.pk)


def _apart(patient: Patient, user: User, says: str, by: User) -> KeptApart:
    Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    there = KeptApart.objects.filter(patient=patient, user=user, taken_back_at__isnull=True).first()
    kept = there or KeptApart(clinic_id=patient.clinic_id, patient=patient, user=user)
    kept.says, kept.by, kept.noted_at = says or kept.says, by, timezone.now()
    kept.save()
    return kept
