"""Me: one's own things, who sees what, what was sent, the language and the look, the way out."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.assess.library import load
from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.phone.kinds.diary import INSTRUMENT as DAY
from openimt_clinic.components.questions import in_language
from openimt_clinic.patient.choosing import own_choice
from openimt_clinic.patient.ending import own_ending
from openimt_clinic.patient.form import patient_forms
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.who_sees import who_treats
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.patient import Patient

LATEST = 10


@dataclass(frozen=True)
class Sent:
    """A form that was sent, by its name; ``kept_back``: the team does not see it."""

    title: str
    at: datetime
    kept_back: bool


@my_page
@require_safe
def me(request: HttpRequest, patient: Patient) -> HttpResponse:
    context = {"doors": _doors(patient), "who": who_treats(patient), "sent": _sent(patient)}
    return shown(request, "patient/me.html", patient, context, here=ME)


def _doors(patient: Patient) -> list[tuple[str, str, str]]:
    """The pages of one's own things: address, name, a few words."""
    ends = (reverse("patient:ending"), _("Ending well"), _("what I take along, how to come back"))
    chooses = (reverse("patient:who_treats"), _("Who treats me"), _("who is free, and my choice"))
    return [
        *([ends] if own_ending(patient) else []),
        *([chooses] if own_choice(patient) else []),
        (reverse("patient:skills"), _("What helps me"), _("my skills, favourites first")),
        (reverse("patient:experiments"), _("My experiments"), _("try and see")),
        (reverse("patient:targets"), _("My aims"), _("in my own words")),
        (reverse("patient:to_sign"), _("What we agreed"), _("read, sign, print")),
        (reverse("patient:moments"), _("My moments"), _("what I wrote about hard hours")),
        (reverse("patient:appointments"), _("My appointments"), _("also for my calendar")),
        (reverse("patient:reminders"), _("My reminders"), _("when, and how")),
        (reverse("patient:sharing"), _("Who sees what"), _("and how to change it")),
        (reverse("patient:devices"), _("My phones"), _("which are mine, what they may do")),
    ]


def _sent(patient: Patient) -> list[Sent]:
    language = get_language() or "en"
    rows = AnswerSet.objects.filter(
        patient=patient, state=AnswerState.COMPLETE.value, instrument__in=[DAY, *patient_forms()]
    )
    return [
        Sent(in_language(load(row.instrument).title, language), row.given_at, not row.shared)
        for row in rows.only("instrument", "given_at", "shared")[:LATEST]
    ]
