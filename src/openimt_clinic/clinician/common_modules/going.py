"""Where the next step of a common module is done: a link, or a button that begins something."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from openimt.track.consistency import Match
from openimt.track.suggest import NOTHING_WAITS, Leads, NextStep
from openimt_clinic.clinician.common_modules.known import Known
from openimt_clinic.records.mapping.common_modules import (
    AGREEMENT,
    DEVIATION,
    MOTIVATION,
    RUPTURE,
    SUPERVISION,
)
from openimt_clinic.records.mapping.formulation import EPISODE
from openimt_clinic.records.patient import Patient


@dataclass(frozen=True)
class Go:
    """``posts``: it is a button that begins something. ``appointment``: what it belongs to."""

    label: str
    url: str
    posts: bool = False
    appointment: UUID | None = None


def going(step: NextStep, module: str, patient: Patient, known: Known) -> Go | None:
    """The way to the step; None where nothing waits, or no page does it."""
    ways = {
        Leads.STATE: _set_state,
        Leads.AGREEMENT: _agreement,
        Leads.SIGN: _agreement,
        Leads.RUPTURE: _rupture,
        Leads.DEVIATION: _deviation,
        Leads.MOTIVATION: _motivation,
        Leads.REFLECTION: _episode,
        Leads.SESSION: _session,
        Leads.CONSULTATION: _supervision,
    }
    if step == NOTHING_WAITS:
        return None
    return ways[step.leads](module, patient, known)


def begin(kind: str, label: str, patient: Patient, appointment: UUID | None = None) -> Go:
    """A button that begins a document of a kind, or goes on with the one that is begun."""
    url = reverse("clinician:begin_document", args=[patient.pk, kind])
    return Go(label, url, posts=True, appointment=appointment)


def read(document: UUID, label: str, patient: Patient) -> Go:
    """A link to a document."""
    return Go(label, reverse("clinician:document", args=[patient.pk, document]))


def _set_state(module: str, patient: Patient, _known: Known) -> Go:
    url = reverse("clinician:finding", args=[patient.pk, "common"])
    return Go(_("Set the state"), f"{url}?module={module}")


def _agreement(_module: str, patient: Patient, known: Known) -> Go:
    if known.draft is not None:
        return read(known.draft.pk, _("Go on with the agreement"), patient)
    if known.agreement is None:
        return begin(AGREEMENT, _("Write the agreement"), patient)
    return read(known.agreement.pk, _("Read the agreement"), patient)


def _rupture(_module: str, patient: Patient, known: Known) -> Go:
    waiting = [noted for noted in known.ruptures if noted.rupture.open]
    if not waiting:
        return begin(RUPTURE, _("Note a strain"), patient)
    return read(waiting[-1].document.pk, _("Go on with the repair"), patient)


def _deviation(_module: str, patient: Patient, known: Known) -> Go | None:
    waiting = [one for one, held in known.sessions if held.match is Match.OPEN]
    if not waiting:
        return None
    return begin(DEVIATION, _("Say why"), patient, waiting[0].appointment_id)


def _motivation(_module: str, patient: Patient, _known: Known) -> Go:
    return begin(MOTIVATION, _("Note the rulers"), patient)


def _supervision(_module: str, patient: Patient, _known: Known) -> Go:
    return begin(SUPERVISION, _("Note supervision"), patient)


def _episode(_module: str, patient: Patient, _known: Known) -> Go:
    return begin(EPISODE, _("Note a scene"), patient)


def _session(_module: str, patient: Patient, _known: Known) -> Go:
    return Go(_("To the session"), reverse("clinician:session", args=[patient.pk]))
