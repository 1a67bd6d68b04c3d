"""One person's dialectical behaviour therapy on one calm page, and the page of a chain."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openimt.deliver.chain.chain import NEVER_A_PUNISHMENT
from openimt.deliver.modes.coming import NEVER_ENDS_CARE
from openimt.deliver.modes.skills import skill_table
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.cover import clinic_day
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.clinician.dbt.chains import chains_of, drawn_chain, questions
from openimt_clinic.clinician.dbt.modes import modes_of
from openimt_clinic.clinician.dbt.next_step import next_step
from openimt_clinic.clinician.writing.faces import face
from openimt_clinic.clinician.writing.finding import document_or_404
from openimt_clinic.clinician.writing.form import DocumentForm, form_of
from openimt_clinic.clinician.writing.history import history_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.skills import skill_names, taught_to, used_by
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.session_record import SessionRecord

SKILL_MODULES = ("s4", "r3", "r6", "i4")
"""The four families of skills as modules (clinical brief, 4)."""

OK = 200
SHOWN = timedelta(weeks=26)
"""Uses of a skill are looked for so far back."""


@patient_page()
@require_safe
def dbt(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The one next step, then the four modes, chains, skills; each links to its own page."""
    now = timezone.now()
    today = clinic_day(patient.clinic, now)
    user, catalogue = standing_of(request).user, catalogue_for(patient)
    therapy = catalogue.therapies.get("dbt")
    modes, chains = modes_of(patient, catalogue, user, now), chains_of(patient, user)
    since = max(patient.started_on, today - SHOWN)
    skills = skill_table(skill_names(patient), taught_to(patient), used_by(patient, since, today))
    context = {
        "patient": patient,
        "step": next_step(patient, modes, chains, skills, today),
        "modes": modes,
        "names": {one.id: one for one in therapy.modes} if therapy else {},
        "chains": chains,
        "questions": questions(chains),
        "never_a_punishment": NEVER_A_PUNISHMENT,
        "never_ends_care": NEVER_ENDS_CARE,
        "skills": skills,
        "since": since,
        "worked_on": list(worked_on(patient)),
        "fidelity": therapy.fidelity if therapy else None,
        "rules": [one for one in therapy.between_sessions if one.id != "coaching"]
        if therapy
        else [],
        "may_write": Permission.DELIVER in permissions_for(user, patient),
    }
    return render(request, "clinician/dbt/dbt.html", context)


@patient_page()
@require_safe
def chain(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """A chain: drawn link by link, and its fields while it is a draft."""
    one = _chain_or_404(request, patient, document_id)
    return drawn(request, form_of(one, standing_of(request).user), "", OK)


@face("clinician:chain")
def drawn(request: HttpRequest, form: DocumentForm, says: str, status: int) -> HttpResponse:
    """The chain as it stands, beside its fields. ``says``: why it could not be kept or signed."""
    one = form.document
    context = {
        "patient": one.patient,
        "form": form,
        "says": says,
        "drawn": drawn_chain(one),
        "never_a_punishment": NEVER_A_PUNISHMENT,
        "history": history_of(one),
    }
    return render(request, "clinician/dbt/chain.html", context, status=status)


@patient_page()
@require_safe
def chain_drawn(request: HttpRequest, patient: Patient, document_id: UUID) -> HttpResponse:
    """The drawing alone, as it stands in the record now."""
    one = _chain_or_404(request, patient, document_id)
    return render(request, "clinician/dbt/drawn.html", {"drawn": drawn_chain(one)})


def _chain_or_404(request: HttpRequest, patient: Patient, document_id: UUID) -> CareDocument:
    one = document_or_404(patient, document_id, standing_of(request).user)
    if one.kind != "chain":
        raise Http404
    return one


def worked_on(patient: Patient) -> Iterator[tuple[str, list[object]]]:
    """Modules of skills with the days of the sessions that worked on them, the newest first."""
    catalogue, days = catalogue_for(patient), dict[str, list[object]]()
    for held_at, work in SessionRecord.objects.filter(patient=patient).values_list(
        "held_at", "work"
    ):
        for one in work:
            days.setdefault(one["module"], []).append(held_at)
    for module in SKILL_MODULES:
        if module in days:
            yield catalogue.module(module).name, days[module][:4]
