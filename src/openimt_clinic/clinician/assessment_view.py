"""The assessment page, ready to print."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openimt.assess.library import known, load
from openimt.formulate.judgeable import judgeable
from openimt.formulate.profile import AssessNext, Duty
from openimt_clinic.actions.answering import MAY_BE_KEPT_BACK
from openimt_clinic.clinician.assessment_queries import Found
from openimt_clinic.clinician.duty_view import once
from openimt_clinic.clinician.found_view import (
    Line,
    capacity_lines,
    common_lines,
    diagnosis_lines,
    event_lines,
    judgement_lines,
    resilience_lists,
    safety_line,
)
from openimt_clinic.clinician.map_view import phase_names
from openimt_clinic.clinician.measure_view import MeasureCard, measure_card
from openimt_clinic.clinician.need_view import DomainNeeds, needs_by_domain
from openimt_clinic.clinician.stage_view import stage_words
from openimt_clinic.components.numbers import said


@dataclass(frozen=True)
class FormLink:
    """An instrument that can be filled in here. ``begun``: there is a draft."""

    id: str
    name: str
    minutes: str
    worded: bool
    begun: bool


@dataclass(frozen=True)
class AssessmentView:
    """Everything the page prints."""

    phase: str
    phase_name: str
    stage: str
    phase_because: tuple[str, ...]
    duties: tuple[Duty, ...]
    next: tuple[AssessNext, ...]
    measures: tuple[MeasureCard, ...]
    needs: tuple[DomainNeeds, ...]
    diagnoses: tuple[Line, ...]
    safety: Line
    common: tuple[Line, ...]
    capacities: tuple[Line, ...]
    judgements: tuple[Line, ...]
    events: tuple[Line, ...]
    events_asked: bool
    brs: str
    resilience: tuple[tuple[str, tuple[str, ...]], ...]
    pace: str
    pace_because: tuple[str, ...]
    forms: tuple[FormLink, ...]
    warnings: tuple[str, ...]


def assessment_view(found: Found) -> AssessmentView:
    """The page from what the records hold."""
    profile, catalogue = found.profile, found.catalogue
    therapy = profile.assessment.therapy
    binds = catalogue.therapy(therapy).binds_phases
    brs = profile.resilience.brs
    return AssessmentView(
        phase=profile.phase.value if binds else "",
        phase_name=phase_names(catalogue, therapy)[profile.phase] if binds else "",
        stage=stage_words(catalogue, profile),
        phase_because=tuple(b.says for b in profile.phase_because),
        duties=once(profile.duties),
        next=profile.assess_next,
        measures=_measures(found),
        needs=needs_by_domain(profile.needs, catalogue),
        diagnoses=diagnosis_lines(found.diagnoses),
        safety=safety_line(found.safety, found.on),
        common=common_lines(catalogue, found.common),
        capacities=capacity_lines(catalogue, found.capacities),
        judgements=judgement_lines(judgeable(catalogue, therapy), found.judgements, found.on),
        events=event_lines(found.events),
        events_asked=profile.assessment.events is not None,
        brs="" if brs is None else said(brs),
        resilience=resilience_lists(profile.resilience),
        pace=profile.pace,
        pace_because=tuple(b.says for b in profile.pace_because),
        forms=form_links(found.begun),
        warnings=profile.warnings,
    )


def form_links(begun: Iterable[str] = ()) -> tuple[FormLink, ...]:
    """Every instrument but those the person alone fills in, our own wording first."""
    drafts = frozenset(begun)
    found = [load(name) for name in known() if name not in MAY_BE_KEPT_BACK]
    return tuple(
        FormLink(
            id=one.id,
            name=one.name,
            minutes=_("about %(n)s min") % {"n": said(one.minutes)},
            worded=one.own,
            begun=one.id in drafts,
        )
        for one in sorted(found, key=lambda one: (not one.own, one.name))
    )


def _measures(found: Found) -> tuple[MeasureCard, ...]:
    shown = [
        measure_card(load(name), sets)
        for name, sets in found.sets.items()
        if name in known() and (sets[-1].scores.scales or sets[-1].scores.unscorable)
    ]
    return tuple(sorted(shown, key=lambda card: (card.own, card.name)))
