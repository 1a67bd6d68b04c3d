"""What one offers oneself, the hours that are free, and, for the team lead, what everybody does."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt.plan.fairness import enough_for
from openimt.plan.fit_numbers import fit_numbers
from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.fit.offering import hour_is_gone, keep_offer, note_free_hour
from openimt_clinic.clinician.fit import words
from openimt_clinic.clinician.fit.forms import FreeHourForm, OfferForm, kept_offer
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.catalogues import current_catalogue
from openimt_clinic.records.mapping.fairness import offered, options_shown
from openimt_clinic.records.mapping.fit import therapists
from openimt_clinic.records.therapist_profile import FreeHour, TherapistProfile
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out


@clinic_page(Permission.SEE_CASELOAD)
def my_offer(request: HttpRequest, standing: Standing) -> HttpResponse:
    """One's own offer; ``do=hour`` notes a free hour."""
    return _offer(request, standing, standing.user)


@clinic_page(Permission.RUN_CLINIC)
def offer_of(request: HttpRequest, standing: Standing, user_id: UUID) -> HttpResponse:
    """The offer of somebody else, for the team lead; it says who changed it."""
    return _offer(request, standing, get_object_or_404(clinicians(standing.clinic), pk=user_id))


def _offer(request: HttpRequest, standing: Standing, user: User) -> HttpResponse:
    clinic, by = standing.clinic, standing.user
    kept = TherapistProfile.objects.filter(clinic=clinic, user=user).first()
    asks_hour = request.POST.get("do") == "hour"
    sent = request.POST if request.method == "POST" else None
    form = OfferForm(therapies_of(clinic), None if asks_hour else sent, initial=kept_offer(kept))
    hour_form = FreeHourForm(sent if asks_hour else None, prefix="hour")
    if asks_hour and hour_form.is_valid():
        given = hour_form.cleaned_data
        done = carried_out(
            hour_form, lambda: note_free_hour(clinic=clinic, user=user, by=by, **given)
        )
        if done is not None:
            messages.success(request, _("This hour is noted as free."))
            return _back_to(standing, user)
    if form.is_bound and form.is_valid():
        offer = form.offer()
        now = carried_out(form, lambda: keep_offer(clinic=clinic, user=user, offer=offer, by=by))
        if now is not None:
            messages.success(request, _("Kept."))
            return _back_to(standing, user)
    context = {
        "form": form,
        "hour": hour_form,
        "hours": _hours(clinic, user),
        "kept": kept,
        "whose": None if user.pk == by.pk else user,
        "lead": standing.may(Permission.RUN_CLINIC),
    }
    return render(request, "clinician/fit/my_offer.html", context)


def _back_to(standing: Standing, user: User) -> HttpResponse:
    if user.pk == standing.user.pk:
        return redirect("clinician:my_offer")
    return redirect("clinician:offer_of", user.pk)


@clinic_page(Permission.SEE_CASELOAD)
def gone(request: HttpRequest, standing: Standing, hour_id: UUID) -> HttpResponse:
    """An hour is free no more."""
    hour = get_object_or_404(FreeHour, pk=hour_id, clinic=standing.clinic)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    hour_is_gone(hour=hour, by=standing.user)
    messages.success(request, _("This hour is free no more."))
    return _back_to(standing, hour.user)


@clinic_page(Permission.RUN_CLINIC)
@require_safe
def offers(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Everybody who treats here: what they have said, and what nobody knows yet."""
    numbers = fit_numbers()
    everybody: list[dict[str, Any]] = [
        {
            "one": one,
            "trained": [words.COMPETENCES.get(word, word) for word in sorted(one.trained_in)],
            "languages": [words.LANGUAGES.get(word, word) for word in sorted(one.languages)],
            "unsaid": [str(label) for label, said in _asked(one) if said is None],
        }
        for one in therapists(standing.clinic)
    ]
    shown = options_shown(standing.clinic)
    context = {
        "everybody": everybody,
        "numbers": numbers,
        "needed": enough_for(numbers.within_points),
        "tables": _tables(standing.clinic),
        "shown": [(one["one"].name, shown[one["one"].id]) for one in everybody],
    }
    return render(request, "clinician/fit/offers.html", context)


def _tables(clinic: Clinic) -> list[dict[str, object]]:
    """Who was offered whom, group by group, in words."""
    titles = {
        "language": _("By language"),
        "age": _("By age, where a referral says the year of birth"),
        "therapy": _("By therapy"),
    }
    names = {**words.LANGUAGES, **dict(therapies_of(clinic))}
    return [
        {"title": titles[what], "rows": [(names.get(row.group, row.group), row) for row in rows]}
        for what, rows in offered(clinic).items()
        if rows
    ]


def therapies_of(clinic: Clinic) -> list[tuple[str, str]]:
    """The therapies a course can be under."""
    return [(one.id, one.name) for one in current_catalogue(clinic).course_therapies()]


def _asked(one: object) -> list[tuple[object, object]]:
    return [
        (_("training in safety"), getattr(one, "safety_trained", None)),
        (_("cover in a crisis"), getattr(one, "crisis_cover", None)),
        (_("supervision"), getattr(one, "supervised", None)),
        (_("a free hour"), getattr(one, "free_from", None)),
    ]


def _hours(clinic: Clinic, user: User) -> list[dict[str, object]]:
    rows = FreeHour.objects.filter(clinic=clinic, user=user, gone_at__isnull=True)
    return [
        {"row": row, "day": words.DAYS[str(row.weekday)], "where": words.MODES.get(row.place, "")}
        for row in rows
    ]
