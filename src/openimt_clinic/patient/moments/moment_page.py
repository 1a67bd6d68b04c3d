"""Something happened: safety and strength first, the scene when it can be borne."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from openimt.assess.instrument import Item
from openimt.assess.library import load
from openimt.deliver.moments.later import is_another_day
from openimt.deliver.moments.limits import limits
from openimt.deliver.moments.way import Part, Way, parts, way
from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.phone.moment_fields import INSTRUMENT, MOST_FEELINGS
from openimt_clinic.actions.safety_planning import current_safety_plan
from openimt_clinic.components import moment_words as words
from openimt_clinic.components.plan_words import plan_view
from openimt_clinic.components.questions import Question, Values, is_asked, question
from openimt_clinic.patient.moments.kept import own_or_404
from openimt_clinic.patient.moments.reads import who_reads
from openimt_clinic.patient.shell import shown
from openimt_clinic.patient.writing import Writing, writing, written
from openimt_clinic.records.mapping.moments import (
    LOOK,
    MOMENT,
    last_look,
    told_of,
    told_on_coming_back,
)
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


@dataclass(frozen=True)
class Asked:
    """A question about safety. ``only_if``: ids and values after which it is asked, as the page's
    script reads them; ``now``: it is asked after what stands there already."""

    question: Question
    only_if: str
    now: bool


@my_page
@require_safe
def moment(request: HttpRequest, patient: Patient) -> HttpResponse:
    """An empty one."""
    return _page(request, patient, writing(patient, MOMENT), Way.ASK, fresh=True)


@my_page
@require_safe
def one_moment(request: HttpRequest, patient: Patient, name: UUID) -> HttpResponse:
    """One that was begun. Where it was too much, nothing is asked of the scene: what helps, and
    how it is now, whenever the person comes back.

    On another day how it is now is an answer of its own: what was said then stays as it was said.
    """
    document = own_or_404(patient, MOMENT, name)
    since = told_on_coming_back(patient, document)
    now = way(since or told_of(document.values), bool(document.values.get("threat")))
    came_back = since is not None or _is_of_another_day(document)
    if now is Way.HELP or (came_back and now is Way.ASK):
        return _look_first(request, patient, document, now)
    return _page(
        request,
        patient,
        written(document),
        now,
        came_back=came_back,
        shared=document.shared,
        look=_look(patient, str(name)) if _asks_anew(patient, document) else None,
    )


def _is_of_another_day(document: PhoneDocument) -> bool:
    now = timezone.localtime(timezone=ZoneInfo(document.patient.clinic.time_zone))
    return is_another_day(document.about, document.made_at, now)


def _asks_anew(patient: Patient, document: PhoneDocument) -> bool:
    """Whether how it is now can be said: on another day, and once that day."""
    last = last_look(patient, document)
    return _is_of_another_day(document) and (last is None or _is_of_another_day(last))


def _page(
    request: HttpRequest,
    patient: Patient,
    own: Writing,
    now: Way,
    *,
    fresh: bool = False,
    came_back: bool = False,
    shared: bool | None = None,
    look: Mapping[str, object] | None = None,
) -> HttpResponse:
    context = {
        "writing": own,
        "fresh": fresh,
        "after": reverse("patient:home"),
        "after_plain": reverse("patient:one_moment", args=[own.name]),
        # What was said in the bad hour stays as it was said.
        "asked": () if came_back else safety_questions(own.values),
        "way": now.value if came_back else "",
        "look": look,
        "now": now.value,
        "begun": now is not Way.ASK,
        "others": now in (Way.ASK, Way.CALM) and Part.OTHERS in parts(Way.CALM),
        "picks": words,
        "feelings": _feelings(own.values),
        "reminds": _said(own.values.get("reminds")),
        "threat": _said(own.values.get("threat")),
        "most_feelings": MOST_FEELINGS,
        **helps(patient),
        **who_reads(patient, shared=shared),
    }
    return shown(request, "patient/moments/moment.html", patient, context, alone=True)


def _feelings(values: Mapping[str, Any]) -> list[tuple[str, object, bool, str, object]]:
    """Each feeling: whether it is picked, the field of how strong it was, and what stands there."""
    picked = values.get("feelings") or ()
    return [
        (value, word, value in picked, f"felt_{value}", values.get(f"felt_{value}"))
        for value, word in words.FEELINGS
    ]


def _said(value: object) -> str:
    """Yes, no, or nothing said, as the page's answers are called."""
    return "" if value is None else str(bool(value)).lower()


def _look_first(
    request: HttpRequest, patient: Patient, document: PhoneDocument, now: Way
) -> HttpResponse:
    """What helps, where it was too much, and how it is now. Nothing of the scene stands in this
    page."""
    context = {
        "look": _look(patient, document.name),
        "helps": now is Way.HELP,
        **helps(patient),
        **who_reads(patient, shared=document.shared),
    }
    return shown(request, "patient/moments/look_first.html", patient, context, alone=True)


def _look(patient: Patient, name: str) -> dict[str, object]:
    """The form about how it is now, on coming back to the moment of that name."""
    return {
        "writing": writing(patient, LOOK),
        "of": name,
        "after": reverse("patient:one_moment", args=[name]),
        "asked": safety_questions({}),
    }


def helps(patient: Patient) -> dict[str, object]:
    """What helps now: one's own plan and skills, and from where on it comes first."""
    plan = current_safety_plan(patient)
    return {
        "limits": limits(),
        "plan": plan_view(plan),
        "ways": plan.own_ways if plan else [],
        "skills_url": reverse("patient:skills"),
    }


def safety_questions(given: Values) -> list[Asked]:
    """The questions of the instrument, each with when it is asked."""
    instrument, language = load(INSTRUMENT), get_language() or "en"
    return [
        Asked(
            question(item, instrument, language, given, {}, {}),
            _only_if(item),
            is_asked(item, given),
        )
        for item in instrument.items
    ]


def _only_if(item: Item) -> str:
    return " ".join(f"{other}:{least:g}" for other, least in item.ask_if)
