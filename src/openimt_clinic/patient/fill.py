"""A form, page by page. Answers are kept with each page, or with each touch where scripts run."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openimt.errors import RecordError
from openimt_clinic.access.doors import my_page, standing_of
from openimt_clinic.actions.answering import MAY_BE_KEPT_BACK, of_another_day
from openimt_clinic.patient.form import PatientForm, form_or_404
from openimt_clinic.patient.keeping import Kept, keep_answers, send
from openimt_clinic.patient.questions import question, read_answers
from openimt_clinic.patient.response import not_reached
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.who_sees import who_sees
from openimt_clinic.records.answer_set import AnswerSet, AnswerState
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

REFUSED = 422
NOT_KEPT = 503


@dataclass(frozen=True)
class Filling:
    """A form being filled in: what was given so far today, and the key it will be sent under."""

    patient: Patient
    form: PatientForm
    by: User
    given: Mapping[str, float | None]
    key: str


@my_page
def form(request: HttpRequest, patient: Patient, form_id: str) -> HttpResponse:
    """Shows the page asked for (``?page=`` from 1), or takes what was sent."""
    filling = _filling(request, patient, form_or_404(form_id))
    if request.method == "POST":
        return _received(request, filling)
    asked = request.GET.get("page", "")
    page = int(asked) - 1 if asked.isdecimal() and len(asked) < 3 else 0
    page = min(max(page, 0), len(filling.form.pages) - 1)
    if not filling.form.asked(page, filling.given):
        later = filling.form.next_page(page, filling.given)
        page = filling.form.page_before(page, filling.given) or 0 if later is None else later
    return _shown(request, filling, page)


@my_page
def one_answer(request: HttpRequest, patient: Patient, form_id: str) -> HttpResponse:
    """One answer, sent the moment it was given; says where to go when it calls for help."""
    filling = _filling(request, patient, form_or_404(form_id))
    return _one(request, filling)


@require_POST
def _one(request: HttpRequest, filling: Filling) -> HttpResponse:
    items = [item for item in filling.form.instrument.items if item.id in request.POST]
    values, errors = read_answers(request.POST.dict(), items[:1])
    if errors or not values:
        says = next(iter(errors.values()), _("There is no such question here."))
        return JsonResponse({"says": says}, status=REFUSED)
    kept = keep_answers(
        filling.patient, filling.form.instrument, values, key=filling.key, by=filling.by
    )
    if not kept.reached:
        says = _("We could not reach the team. Please call.")
        return JsonResponse({"says": says}, status=NOT_KEPT)
    page = request.POST.get("page", "")
    return JsonResponse({"go": _to_help(kept, page) if kept.leads_to_help else ""})


def _filling(request: HttpRequest, patient: Patient, form: PatientForm) -> Filling:
    draft = AnswerSet.objects.filter(
        patient=patient, instrument=form.id, state=AnswerState.DRAFT.value
    ).first()
    if draft is not None and of_another_day(draft, timezone.now()):
        draft = None
    sent = request.POST.get("key", "")[:64]
    key = sent or (draft.sent_key if draft else "") or uuid4().hex
    by = standing_of(request).user
    return Filling(patient, form, by, draft.answers if draft else {}, key)


def _received(request: HttpRequest, filling: Filling) -> HttpResponse:
    asked = request.POST.get("page", "")
    page = int(asked) - 1 if asked.isdecimal() and len(asked) < 3 else 0
    page = min(max(page, 0), len(filling.form.pages) - 1)
    typed = request.POST.dict()
    values, errors = read_answers(typed, filling.form.pages[page])
    changed = {i: v for i, v in values.items() if i not in filling.given or filling.given[i] != v}
    kept = keep_answers(
        filling.patient, filling.form.instrument, changed, key=filling.key, by=filling.by
    )
    if not kept.reached:
        return not_reached(request, filling.patient, filling.form, kept)
    if errors and kept.leads_to_help:
        return redirect(_to_help(kept, str(page + 1)))
    if errors:
        return _shown(request, filling, page, typed=typed, errors=errors, status=REFUSED)
    given = {**filling.given, **values}
    wish = request.POST.get("go", "next")
    target = page if wish == "close" else _target(filling.form, page, given, wish)
    if target is None:
        sent = _sent(request, filling, page, typed)
        return redirect(_to_help(kept, "")) if kept.leads_to_help else sent
    if kept.leads_to_help:
        return redirect(_to_help(kept, str(target + 1)))
    if wish == "close":
        return redirect("patient:home")
    return redirect(f"{reverse('patient:form', args=[filling.form.id])}?page={target + 1}")


def _target(
    form: PatientForm, page: int, given: Mapping[str, float | None], wish: str
) -> int | None:
    """The page to go to; None = the form is at its end."""
    if wish == "back":
        before = form.page_before(page, given)
        return 0 if before is None else before
    return form.next_page(page, given)


def _sent(
    request: HttpRequest, filling: Filling, page: int, typed: Mapping[str, str]
) -> HttpResponse:
    may_keep_back = filling.form.id in MAY_BE_KEPT_BACK
    shared = not (may_keep_back and "keep_back" in typed)
    try:
        kept = send(
            filling.patient, filling.form.instrument, {}, key=filling.key, shared=shared,
            by=filling.by,
        )  # fmt: skip
    except RecordError:
        errors = {"": _("Nothing is answered yet. One answer is enough.")}
        return _shown(request, filling, page, typed=typed, errors=errors, status=REFUSED)
    if not kept.reached:
        return not_reached(request, filling.patient, filling.form, kept)
    return redirect("patient:sent", answers_id=kept.answers_id)


def _to_help(kept: Kept, page: str) -> str:
    address = reverse("patient:response", args=[kept.answers_id])
    return f"{address}?page={page}" if page.isdecimal() else address


def _shown(
    request: HttpRequest,
    filling: Filling,
    page: int,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    language, form = get_language() or "en", filling.form
    wrong = errors or {}
    questions = tuple(
        question(item, form.instrument, language, filling.given, typed or {}, wrong)
        for item in form.asked(page, filling.given)
    )
    pages = [n for n in range(len(form.pages)) if form.asked(n, filling.given)]
    return shown(
        request,
        "patient/form.html",
        filling.patient,
        {
            "form_id": form.id,
            "title": form.title(language),
            "questions": questions,
            "key": filling.key,
            "page": page + 1,
            "bars": [n <= page for n in pages],
            "place": pages.index(page) + 1 if page in pages else 1,
            "is_first": not pages or page == pages[0],
            "is_last": form.next_page(page, filling.given) is None,
            "may_keep_back": form.id in MAY_BE_KEPT_BACK,
            "keep_back": "keep_back" in (typed or {}),
            "who_sees": who_sees(form.id, filling.patient),
            "wrong": wrong.get("", ""),
        },
        alone=True,
        status=status,
    )
