"""Reminders: when, how many, quiet hours, a rest, by which way, and what became of each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions import prompting, push_addresses
from openimt_clinic.actions.prompt_ledger import ahead
from openimt_clinic.actions.prompt_moments import Mark, mark_prompt
from openimt_clinic.actions.sharing import choose
from openimt_clinic.components.schedule_words import when_words
from openimt_clinic.patient.reminder_forms import PauseForm, WhenForm
from openimt_clinic.patient.reminder_place import place_of
from openimt_clinic.patient.reminder_words import about_words, line_of
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.pushing.keys import public_key
from openimt_clinic.records.mapping.prompts import open_pause, proposed, wanted_of, zone_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.prompt import Prompt, PromptState
from openimt_clinic.records.push_address import PushAddress
from openimt_clinic.records.sharing_choice import Shares
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out

SHOWN_AHEAD, SHOWN_BACK = 6, 12
WAYS = (Shares.PUSH, Shares.EMAIL, Shares.CALENDAR)
"""What can bring a reminder to somebody who does not look at Today."""


@my_page
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Everything about reminders on one page; each part is sent by itself (``do``)."""
    now = timezone.now()
    today = now.astimezone(zone_of(patient)).date()
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    when = WhenForm(prompting.before(patient), today, request.POST if doing == "when" else None)
    rest = PauseForm(request.POST if doing == "pause" else None)
    if request.method == "POST" and _done(doing, patient, standing_of(request).user, when, rest,
                                          request):  # fmt: skip
        return redirect("patient:reminders")
    context = {**_page(patient, now), "when": when, "rest": rest, "today": today}
    return shown(request, "patient/reminders.html", patient, context, here=ME)


def _done(
    doing: str,
    patient: Patient,
    by: User,
    when: WhenForm,
    rest: PauseForm,
    request: HttpRequest,
) -> bool:
    """Does the one thing that was sent; False when a form says what is wrong."""
    told: dict[str, Any] = {"patient": patient, "by": by}
    if doing == "when":
        return when.is_valid() and _carried(
            when, lambda: prompting.agree_reminders(**told, wanted=when.wished())
        )
    if doing == "pause":
        until = rest.cleaned_data["until"] if rest.is_valid() else None
        return rest.is_valid() and _carried(
            rest, lambda: prompting.pause_reminders(**told, until=until)
        )
    others: dict[str, Callable[[], Any]] = {
        "take_up": lambda: prompting.take_up_reminders(**told),
        "yes": lambda: prompting.answer_proposal(**told, yes=True),
        "no": lambda: prompting.answer_proposal(**told, yes=False),
        "mail": lambda: choose(**told, what=Shares.EMAIL, agreed=True),
        "no_mail": lambda: choose(**told, what=Shares.EMAIL, agreed=False),
        "no_phone": lambda: push_addresses.end_reminders_here(**told),
        "seen": lambda: push_addresses.see_ended_address(**told),
        "zone": lambda: prompting.use_zone(**told, zone=request.POST.get("zone", "")),
    }
    if doing not in others:
        raise Http404
    others[doing]()
    return True


def _carried(form: WhenForm | PauseForm, act: Callable[[], object]) -> bool:
    return carried_out(form, act) is not None


def _page(patient: Patient, now: datetime) -> dict[str, object]:
    zone = zone_of(patient)
    wanted, waiting = prompting.before(patient), proposed(patient)
    open_ones = PushAddress.objects.filter(patient=patient)
    agreed = {what: push_addresses.has_agreed(patient, what) for what in WAYS}
    phones = open_ones.filter(ended_at__isnull=True).count()
    may_mail = bool(settings.EMAIL_HOST) or not settings.SERVING
    return {
        "wanted": wanted,
        "zone": zone.key,
        "town": zone.key.rpartition("/")[2].replace("_", " "),
        "proposal": [_said(one) for one in wanted_of(waiting).schedules] if waiting else [],
        "proposed": waiting,
        "pause": open_pause(patient, now),
        "phones": phones,
        "ended": open_ones.filter(ended_at__isnull=False, seen_at=None).first(),
        "mail": agreed[Shares.EMAIL],
        "may_mail": may_mail,
        "push": agreed[Shares.PUSH],
        "brings": (agreed[Shares.PUSH] and phones > 0)
        or (agreed[Shares.EMAIL] and may_mail)
        or agreed[Shares.CALENDAR],
        "push_key": public_key(),
        "coming": _coming(patient, zone, now),
        "until": (now + ahead()).astimezone(zone).date(),
        "came": _came(patient, zone, now),
    }


def _said(one: Any) -> str:
    return f"{capfirst(about_words(one.about))}: {when_words(one)}"


def _coming(patient: Patient, zone: ZoneInfo, now: datetime) -> list[object]:
    rows = Prompt.objects.filter(patient=patient, state=PromptState.PLANNED.value, try_at__gt=now)
    return [line_of(row, zone) for row in rows.order_by("try_at")[:SHOWN_AHEAD]]


def _came(patient: Patient, zone: ZoneInfo, now: datetime) -> list[object]:
    rows = Prompt.objects.filter(patient=patient, due_at__lte=now)
    rows = rows.exclude(state__in=(PromptState.PLANNED.value, PromptState.SENDING.value))
    return [line_of(row, zone) for row in rows.order_by("-due_at")[:SHOWN_BACK]]


@my_page
@require_safe
def open_reminder(request: HttpRequest, patient: Patient, prompt_id: UUID) -> HttpResponse:
    """From a reminder to what it is about; to Today, with a word, when that is no more."""
    prompt = get_object_or_404(Prompt, pk=prompt_id, patient=patient)
    now = timezone.now()
    if request.headers.get("X-Phone") != "keeps":
        mark_prompt(prompt=prompt, mark=Mark.OPENED, at=now, now=now, by=standing_of(request).user)
    place = place_of(prompt)
    if not place:
        messages.info(request, _("This is not needed any more. All is well."))
    return redirect(place or "patient:home")
