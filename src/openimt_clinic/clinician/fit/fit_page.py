"""Who is available and fits a person: options with reasons and price, the choice, the trial."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openimt.errors import RecordError
from openimt.plan.fit import Fit, Option, Wishes
from openimt.plan.fit_numbers import fit_numbers
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.fit import choosing
from openimt_clinic.actions.telling import treating
from openimt_clinic.clinician.fit import words
from openimt_clinic.clinician.fit.forms import LookForm, OfferedForm, WishesForm
from openimt_clinic.clinician.fit.offers import therapies_of
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.fit_choice import FitChoice, KeptApart
from openimt_clinic.records.mapping.fit import (
    open_choice,
    options_for,
    wishes_of,
    wishes_to_row,
)
from openimt_clinic.records.mapping.situations import plan_in_force
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out

WISH, OFFER, LOOK = "wish", "offer", "look"


@dataclass(frozen=True)
class PointLine:
    """A criterion, whether it holds, and why."""

    name: object
    holds: str
    word: object
    says: str


@dataclass(frozen=True)
class OptionCard:
    """A therapist as an option. ``offered``: stands in the offer; ``now``: treats the person."""

    id: str
    name: str
    points: tuple[PointLine, ...]
    offered: bool
    now: bool


@patient_page(write=Permission.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def fit(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The options in order. Sent: one step, and back here."""
    choice, user = open_choice(patient), standing_of(request).user
    wishes, wishing = _wishes(request, patient, choice)
    found = options_for(patient, wishes, timezone.localdate())
    form = _offered_form(request, found, choice)
    look = LookForm(request.POST if request.POST.get("do") == "look" else None, prefix=LOOK)
    if request.method == "POST" and _done(request, patient, choice, form, look, wishes, user):
        return redirect("clinician:fit", patient.pk)
    context = {
        "patient": patient,
        "choice": choice,
        "cards": _cards(patient, found, choice),
        "fit": found,
        "start": _start(patient, found),
        "wishing": wishing,
        "wished": wishes_to_row(wishes),
        "form": form,
        "look": look,
        "kept_sessions": _sessions(choice),
        "numbers": fit_numbers(),
        "apart": KeptApart.objects.filter(
            patient=patient, taken_back_at__isnull=True
        ).select_related("user"),
        "clinicians": clinicians(patient.clinic),
        "may_write": Permission.PLAN in permissions_for(user, patient),
        "earlier": FitChoice.objects.filter(
            patient=patient, changed_at__isnull=False
        ).select_related("chosen"),
    }
    return render(request, "clinician/fit/fit.html", context)


def _done(
    request: HttpRequest,
    patient: Patient,
    choice: FitChoice | None,
    form: OfferedForm,
    look: LookForm,
    wishes: Wishes,
    user: User,
) -> bool:
    """Whether the step was taken; a refusal of a form stands beside its field."""
    do = request.POST.get("do", "")
    if do == "offer":
        return (
            form.is_valid()
            and carried_out(
                form,
                lambda: choosing.offer_therapists(
                    patient=patient,
                    users=form.cleaned_data["users"],
                    shown=form.cleaned_data["shown"],
                    wishes=wishes,
                    by=user,
                ),
            )
            is not None
        )
    if do == "look" and choice is not None:
        return (
            look.is_valid()
            and carried_out(
                look,
                lambda: choosing.look_whether_it_fits(
                    choice=choice, look=look.cleaned_data["look"], by=user
                ),
            )
            is not None
        )
    _small_step(do, request.POST, patient, choice, user)
    messages.success(request, _("Written down."))
    return True


def _small_step(
    do: str, sent: Mapping[str, str], patient: Patient, choice: FitChoice | None, user: User
) -> None:
    """A button without a form of its own."""
    who = str(sent.get("user", ""))
    of_choice: dict[str, Callable[[FitChoice], object]] = {
        "choose": lambda one: choosing.choose_therapist(choice=one, user=who, by=user),
        "begin": lambda one: choosing.begin_trial(choice=one, by=user),
        "change": lambda one: choosing.change_therapist(
            choice=one, reason=str(sent.get("reason", "")), by=user
        ),
    }
    if do in of_choice:
        if choice is None:
            raise RecordError(_("Nobody is offered yet."))
        of_choice[do](choice)
    elif do == "apart":
        one = next((u for u in clinicians(patient.clinic) if str(u.pk) == who), None)
        if one is None:
            raise RecordError(_("Choose somebody of this clinic."))
        choosing.keep_apart(patient=patient, user=one, says=str(sent.get("says", "")), by=user)
    elif do == "together":
        kept = get_object_or_404(KeptApart, patient=patient, user=who, taken_back_at__isnull=True)
        choosing.let_together(apart=kept, by=user)
    else:
        raise Http404


def _wishes(
    request: HttpRequest, patient: Patient, choice: FitChoice | None
) -> tuple[Wishes, WishesForm]:
    """As they were asked just now, else as they were kept with the offer."""
    therapies = therapies_of(patient.clinic)
    sent = request.POST if request.method == "POST" else request.GET
    if any(name.startswith(f"{WISH}-") for name in sent):
        asked = WishesForm(therapies, sent, prefix=WISH)
        return asked.wishes(), asked
    kept = wishes_of(choice.wishes) if choice else Wishes()
    return kept, WishesForm(therapies, initial=wishes_to_row(kept), prefix=WISH)


def _offered_form(request: HttpRequest, found: Fit, choice: FitChoice | None) -> OfferedForm:
    users = [(one.therapist.id, one.therapist.name) for one in found.options]
    initial = {
        "users": [row["user"] for row in choice.proposed] if choice else [],
        "shown": choice.shown if choice else True,
    }
    sent = request.POST if request.POST.get("do") == "offer" else None
    return OfferedForm(users, sent, initial=initial, prefix=OFFER)


def _cards(patient: Patient, found: Fit, choice: FitChoice | None) -> tuple[OptionCard, ...]:
    offered = {str(row["user"]) for row in choice.proposed} if choice else set()
    now = {str(one.pk) for one in treating(patient)}
    return tuple(_card(one, offered, now) for one in found.options)


def _card(option: Option, offered: set[str], now: set[str]) -> OptionCard:
    who = option.therapist.id
    points = tuple(
        PointLine(
            words.CRITERIA[one.criterion.value],
            one.holds.name.lower(),
            words.HOLDS[one.holds.name.lower()],
            one.says,
        )
        for one in option.points
    )
    return OptionCard(who, option.therapist.name, points, who in offered, who in now)


def _start(patient: Patient, found: Fit) -> dict[str, object]:
    """What starts now, by its names; of a course that runs, what goes on."""
    plan, catalogue = plan_in_force(patient)
    if plan is not None:
        return {"therapy": catalogue.therapy(plan.therapy).name, "goes_on": True}
    names = [catalogue.modules[one].name for one in found.start.modules if one in catalogue.modules]
    therapy = catalogue.therapies.get(found.start.therapy)
    return {"therapy": therapy.name if therapy else found.start.therapy, "modules": names}


def _sessions(choice: FitChoice | None) -> int:
    """Sessions kept with the chosen one since the trial began."""
    if choice is None or choice.began_at is None:
        return 0
    return Appointment.objects.filter(
        patient=choice.patient_id,
        with_whom=choice.chosen,
        state=AppointmentState.KEPT.value,
        starts_at__gte=choice.began_at,
    ).count()
