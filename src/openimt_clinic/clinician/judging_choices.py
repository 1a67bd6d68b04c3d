"""What a clinician may judge of one person, sorted for a list to choose from."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from openimt.catalogue.catalogue import Catalogue
from openimt.formulate.judgeable import Judgeable, Judged, clauses_to_judge, judgeable
from openimt.formulate.understand import facts_of
from openimt_clinic.access.judging import PRESCRIBER, SENIOR
from openimt_clinic.records.mapping.situations import plan_in_force, profile_of
from openimt_clinic.records.patient import Patient

Choice = tuple[str, str]


def to_judge(patient: Patient, on: date) -> Mapping[str, Judgeable]:
    """Every criterion and word, and those clauses of which a judgement would count now."""
    plan, catalogue = plan_in_force(patient)
    facts = facts_of(profile_of(patient, on, catalogue, plan))
    open_ones = clauses_to_judge(facts, catalogue)
    every = judgeable(catalogue, patient.therapy)
    return {
        name: one
        for name, one in every.items()
        if one.what is not Judged.CLAUSE or name in open_ones
    }


def judging_choices(
    found: Iterable[Judgeable], catalogue: Catalogue
) -> tuple[tuple[str, list[Choice]], ...]:
    """Under a heading each: what is looked for, what rules ask, and clauses by module."""
    groups: dict[str, list[Choice]] = {}
    for one in found:
        groups.setdefault(_heading(one, catalogue), []).append((one.id, _label(one)))
    return tuple(groups.items())


def _heading(one: Judgeable, catalogue: Catalogue) -> str:
    if one.what is Judged.CRITERION:
        return _("What we look for before moving on")
    if one.what is Judged.WORD:
        return _("What rules ask a person")
    return catalogue.module(one.module).short


def _label(one: Judgeable) -> str:
    if one.override:
        return _("%(says)s (to set aside: %(who)s)") % {"says": one.says, "who": _who(one.role)}
    return f"{one.says} ({_who(one.role)})" if _who(one.role) else one.says


def _who(role: str) -> str:
    words = {SENIOR: _("a senior colleague only"), PRESCRIBER: _("a prescriber only")}
    return words.get(role, "")
