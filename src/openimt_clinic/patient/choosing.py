"""Who treats me: who is free and when, what they do, what to ask, and how to change.

It is there for those alone to whom the clinic offers a choice.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.fit.choosing import change_therapist, choose_therapist, still_offered
from openimt_clinic.actions.fit.handing_over import put_away
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.who_sees import who_treats as who_treats_now
from openimt_clinic.records.fit_choice import FitChoice
from openimt_clinic.records.handover import Handover
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.therapist_profile import FreeHour, TherapistProfile
from openimt_clinic.records.user import User

DAYS = (
    gettext_lazy("on Monday"),
    gettext_lazy("on Tuesday"),
    gettext_lazy("on Wednesday"),
    gettext_lazy("on Thursday"),
    gettext_lazy("on Friday"),
    gettext_lazy("on Saturday"),
    gettext_lazy("on Sunday"),
)
QUESTIONS = (
    gettext_lazy("How does an hour with you go?"),
    gettext_lazy("What do you do when I have a hard day?"),
    gettext_lazy("How can I reach you, and who is there when you are away?"),
    gettext_lazy("What do we do when we do not get on?"),
    gettext_lazy("How do we find out if it helps?"),
)
MOST_HOURS = 4
MOST_QUESTIONS = 8


@dataclass(frozen=True)
class Hour:
    """An hour of the week, free from a day on."""

    day: object
    at: object
    from_on: date


@dataclass(frozen=True)
class Somebody:
    """Somebody who is offered. ``asks``: what they say is good to ask them. ``language``,
    ``asks_language``: of their own words, where it is not the reader's."""

    id: str
    name: str
    says: str
    language: str
    asks: tuple[str, ...]
    asks_language: str
    hours: tuple[Hour, ...]
    chosen: bool


@my_page
@require_http_methods(["GET", "HEAD", "POST"])
def who_treats(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The offer; sent, somebody is chosen, or somebody else is wished for."""
    choice = own_choice(patient)
    if choice is None:
        raise Http404
    if request.method == "POST":
        _done(request, choice)
        return redirect("patient:who_treats")
    context = {
        "choice": choice,
        "people": _people(choice),
        "questions": QUESTIONS,
        "who": who_treats_now(patient),
    }
    return shown(request, "patient/own/who_treats.html", patient, context, here=ME)


@my_page
def handover_read(request: HttpRequest, patient: Patient, handover_id: UUID) -> HttpResponse:
    """The person has read who treats them from now on."""
    kept = get_object_or_404(Handover, pk=handover_id, patient=patient)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    put_away(handover=kept, by=standing_of(request).user)
    return redirect("patient:home")


def own_choice(patient: Patient) -> FitChoice | None:
    """The last choice, if the clinic shows it to the person."""
    rows = FitChoice.objects.filter(patient=patient).select_related("chosen")
    last = rows.first()
    return last if last is not None and last.shown else None


def _done(request: HttpRequest, choice: FitChoice) -> None:
    by, do = standing_of(request).user, request.POST.get("do", "")
    if do == "choose":
        chosen = choose_therapist(choice=choice, user=request.POST.get("user", ""), by=by)
        messages.success(
            request, _("Thank you. We tell %(who)s, and call you.") % {"who": chosen.chosen}
        )
    elif do == "change":
        change_therapist(choice=choice, reason=request.POST.get("reason", ""), by=by)
        messages.success(request, _("Thank you for telling us. We look for somebody else."))
    else:
        raise Http404


def _people(choice: FitChoice) -> tuple[Somebody, ...]:
    """In the order of the offer; nobody is called better or worse."""
    order = still_offered(choice)
    users = {str(one.pk): one for one in User.objects.filter(pk__in=order, is_active=True)}
    profiles = {
        str(one.user_id): one
        for one in TherapistProfile.objects.filter(clinic=choice.clinic_id, user__in=users.values())
    }
    hours: dict[str, list[FreeHour]] = {}
    for hour in FreeHour.objects.filter(
        clinic=choice.clinic_id, user__in=users.values(), gone_at__isnull=True
    ):
        hours.setdefault(str(hour.user_id), []).append(hour)
    return tuple(
        _somebody(users[one], profiles.get(one), hours.get(one, []), choice)
        for one in order
        if one in users
    )


def _somebody(
    user: User, profile: TherapistProfile | None, hours: list[FreeHour], choice: FitChoice
) -> Somebody:
    says, language = _in_words(profile.own_words if profile else {})
    asks, asks_language = _in_words(profile.to_ask if profile else {})
    return Somebody(
        id=str(user.pk),
        name=user.name,
        says=says,
        language=language,
        asks=tuple(asks.splitlines())[:MOST_QUESTIONS],
        asks_language=asks_language,
        hours=tuple(Hour(DAYS[one.weekday - 1], one.at, one.from_on) for one in hours[:MOST_HOURS]),
        chosen=choice.chosen_id == user.pk,
    )


def _in_words(words: dict[str, str]) -> tuple[str, str]:
    """In the reader's language, else in the first there is, with its name."""
    mine = (get_language() or "en")[:2]
    language = mine if words.get(mine) else next(iter(words), mine)
    return words.get(language, ""), "" if language == mine else language
