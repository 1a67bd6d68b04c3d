"""The kinds of findings: how each is called, its form, and the action that keeps it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt_clinic.actions import assessing
from openimt_clinic.clinician import finding_forms as forms
from openimt_clinic.clinician.front.referral_forms import pattern_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

Given = Mapping[str, Any]
Keep = Callable[[Patient, Given, User, date], object]


@dataclass(frozen=True)
class Kind:
    """One kind of finding."""

    slug: str
    title: str | Promise
    says: str | Promise
    form: type[forms.FindingForm]
    keep: Keep


def _safety(patient: Patient, given: Given, by: User, today: date) -> object:
    return assessing.judge_safety(patient=patient, on=today, by=by, **given)


def _criterion(patient: Patient, given: Given, by: User, today: date) -> object:
    return assessing.judge_criterion(patient=patient, on=today, by=by, **given)


def _diagnosis(patient: Patient, given: Given, by: User, _today: date) -> object:
    found = {name: given[name] for name in ("code", "on", "standing", "note", "key")}
    return assessing.record_diagnosis(patient=patient, by=by, pattern=pattern_of(given), **found)


def _plain(act: Callable[..., object]) -> Keep:
    """An action that takes the form's fields as they are."""

    def keep(patient: Patient, given: Given, by: User, _today: date) -> object:
        return act(patient=patient, by=by, **given)

    return keep


_ALL = (
    Kind(
        "target",
        _("Judge how severe something is"),
        _("Your view counts as one more reading beside the forms, with your name and the day."),
        forms.TargetForm,
        _plain(assessing.read_target),
    ),
    Kind(
        "capacity",
        _("Note a capacity"),
        _("What later work can rest on: shown, not shown, or not needed for this person."),
        forms.CapacityForm,
        _plain(assessing.set_capacity),
    ),
    Kind(
        "diagnosis",
        _("Record a diagnosis"),
        _("A clinician's diagnosis; the software makes none."),
        forms.DiagnosisForm,
        _diagnosis,
    ),
    Kind(
        "safety",
        _("Judge imminent danger"),
        _("Your own judgement, with your name and a day on which it lapses. It is no grade."),
        forms.SafetyForm,
        _safety,
    ),
    Kind(
        "common",
        _("Set the state of a common module"),
        _("It needs repair only after it was once met. A repair heads the next agenda."),
        forms.CommonForm,
        _plain(assessing.set_common_state),
    ),
    Kind(
        "event",
        _("Note something that happened"),
        _("A dated fact, never a score."),
        forms.EventForm,
        _plain(assessing.note_event),
    ),
    Kind(
        "criterion",
        _("Judge a criterion or a rule"),
        _(
            "A missing form never denies care: your judgement stands in until it lapses. What the "
            "records know can be set aside only where a rule says so, and by a senior colleague."
        ),
        forms.CriterionForm,
        _criterion,
    ),
    Kind(
        "resilience",
        _("Write down what carries the person"),
        _("Four short lists. They choose some modules and set the pace of others."),
        forms.ResilienceForm,
        _plain(assessing.record_resilience),
    ),
)
KINDS: Mapping[str, Kind] = {kind.slug: kind for kind in _ALL}
