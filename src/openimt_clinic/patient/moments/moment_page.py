"""Something happened: safety and strength first, the scene when it can be borne."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from openimt.assess.instrument import Item
from openimt.assess.library import load
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
from openimt_clinic.records.mapping.moments import LOOK, MOMENT, told_of, told_on_coming_back
from openimt_clinic.records.patient import Patient


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
    how it is now, whenever the person comes back."""
    document = own_or_404(patient, MOMENT, name)
    since = told_on_coming_back(patient, document)
    now = way(since or told_of(document.values), bool(document.values.get("threat")))
    if now is Way.HELP:
        return _help_first(request, patient, str(name))
    return _page(
        request,
        patient,
        written(document),
        now,
        came_back=since is not None,
        shared=document.shared,
    )


def _page(
    request: HttpRequest,
    patient: Patient,
    own: Writing,
    now: Way,
    *,
    fresh: bool = False,
    came_back: bool = False,
    shared: bool | None = None,
) -> HttpResponse:
    context = {
        "writing": own,
        "fresh": fresh,
        "after": reverse("patient:home"),
        "after_plain": reverse("patient:one_moment", args=[own.name]),
        # What was said in the bad hour stays as it was said.
        "asked": () if came_back else safety_questions(own.values),
        "way": now.value if came_back else "",
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


def _help_first(request: HttpRequest, patient: Patient, name: str) -> HttpResponse:
    """Nothing of the scene stands in this page."""
    context = {
        "writing": writing(patient, LOOK),
        "fresh": True,
        "of": name,
        "after": reverse("patient:one_moment", args=[name]),
        "asked": safety_questions({}),
        **helps(patient),
    }
    return shown(request, "patient/moments/help_first.html", patient, context, alone=True)


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
