"""The page about the common modules, ready to print: six rows and what each rests on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from openimt.catalogue.module import Module, PhaseGuide
from openimt.terms import CommonState
from openimt.track.both_sides import BothSides
from openimt.track.consistency import MATCH_SAYS, Held, Match
from openimt.track.rupture import STEP_SAYS
from openimt.track.suggest import Agreed, Hint, NextStep, Ruler, hints, next_step
from openimt_clinic.clinician.common_modules.drawing import Drawing, drawing
from openimt_clinic.clinician.common_modules.going import Go, begin, going
from openimt_clinic.clinician.common_modules.known import Known
from openimt_clinic.clinician.common_modules.wishes import Wish
from openimt_clinic.clinician.map_lane import common_word
from openimt_clinic.clinician.map_view import phase_names
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.mapping.common_modules import (
    DEVIATION,
    MOTIVATION,
    RUPTURE,
    SUPERVISION,
    Noted,
)
from openimt_clinic.records.patient import Patient

LATEST = 6
REPAIR_SESSIONS = "repair_sessions"


@dataclass(frozen=True)
class Row:
    """One common module. ``word``: its state; ``says`` and ``by``: what made it so, who, when."""

    id: str
    name: str
    short: str
    state: str
    word: str
    says: str
    by: str
    on: date | None
    in_repair: int
    guide: PhaseGuide | None
    hints: tuple[Hint, ...]
    step: NextStep
    go: Go | None


@dataclass(frozen=True)
class Strained:
    """A rupture in the log: how far its repair has come."""

    document: CareDocument
    open: bool
    says: str
    happened: str


@dataclass(frozen=True)
class Session:
    """A session beside the plan. ``says``: how it went; ``go``: a button to say why."""

    on: date
    worked: str
    beside: str
    says: str
    match: str
    go: Go | None


@dataclass(frozen=True)
class ModuleCount:
    """How often a module was planned and worked on in the last sessions."""

    name: str
    planned: int
    worked: int


@dataclass(frozen=True)
class CommonView:
    """Everything the page prints."""

    phase: str
    rows: tuple[Row, ...]
    agreed: Agreed | None
    agreement: CareDocument | None
    draft: CareDocument | None
    wishes: tuple[Wish, ...]
    attendance: str
    alliance: str
    line: Drawing | None
    heard: Drawing | None
    heard_says: str
    strains: tuple[Strained, ...]
    sessions: tuple[Session, ...]
    counts: tuple[ModuleCount, ...]
    share: int | None
    telling: int
    thin: bool
    supervised_on: date | None
    rulers: tuple[Ruler, ...]
    homework: int
    both: BothSides | None
    episodes: tuple[date, ...] | None
    new_strain: Go
    new_rulers: Go
    new_supervision: Go


def common_view(patient: Patient, known: Known) -> CommonView:
    """The page from what is known."""
    found, profile = known.evidence, known.profile
    names = phase_names(known.catalogue, patient.therapy)
    share = found.consistency.share
    return CommonView(
        phase=names[profile.phase],
        rows=_rows(patient, known),
        agreed=found.agreement,
        agreement=known.agreement,
        draft=known.draft,
        wishes=known.wishes,
        attendance=found.attendance.says if found.attendance else "",
        alliance=found.alliance.says,
        line=drawing(found.alliance),
        heard=drawing(found.understood),
        heard_says=found.understood.says,
        strains=tuple(_strained(noted) for noted in known.ruptures[:LATEST]),
        sessions=tuple(
            _session(patient, known, one.appointment_id, h) for one, h in known.sessions
        ),
        counts=_counts(known),
        telling=found.consistency.telling,
        thin=found.consistency.thin,
        share=None if share is None else round(share * 100),
        supervised_on=found.supervised_on,
        rulers=found.rulers[:LATEST],
        homework=found.homework_in_a_row,
        both=found.both,
        episodes=found.episodes,
        new_strain=begin(RUPTURE, _("Note a strain"), patient),
        new_rulers=begin(MOTIVATION, _("Note the rulers"), patient),
        new_supervision=begin(SUPERVISION, _("Note supervision"), patient),
    )


def _rows(patient: Patient, known: Known) -> tuple[Row, ...]:
    """What needs repair first, then the catalogue's order."""
    made = [_row(module, patient, known) for module in known.catalogue.common()]
    repair = CommonState.NEEDS_REPAIR.value
    return tuple(sorted(made, key=lambda row: row.state != repair))


def _row(module: Module, patient: Patient, known: Known) -> Row:
    kept = known.states.get(module.id)
    state = CommonState(kept.state) if kept else CommonState.NOT_ASSESSED
    most = int(known.catalogue.settings[REPAIR_SESSIONS])
    step = next_step(module.id, state, known.evidence, most)
    guides = {guide.phase: guide for guide in module.by_phase}
    return Row(
        id=module.id,
        name=module.name,
        short=module.short,
        state=state.value,
        word=common_word(state),
        says=kept.because if kept else "",
        by=_by(kept),
        on=kept.on if kept else None,
        in_repair=known.evidence.in_repair.get(module.id, 0),
        guide=guides.get(known.profile.phase),
        hints=hints(module.id, known.evidence)[:LATEST],
        step=step,
        go=going(step, module.id, patient, known),
    )


def _by(kept: CommonStateRecord | None) -> str:
    return kept.by.name if kept else ""


def _strained(noted: Noted) -> Strained:
    one = noted.rupture
    return Strained(noted.document, one.open, STEP_SAYS[one.step], one.happened)


def _session(patient: Patient, known: Known, appointment: UUID, held: Held) -> Session:
    waits = held.match is Match.OPEN
    return Session(
        on=held.on,
        worked=_names(known, held.worked),
        beside=_names(known, held.beside) if held.planned is not None else "",
        says=MATCH_SAYS[held.match],
        match=held.match.value,
        go=begin(DEVIATION, _("Say why"), patient, appointment) if waits else None,
    )


def _names(known: Known, modules: tuple[str, ...]) -> str:
    return ", ".join(_name(known, module) for module in modules)


def _name(known: Known, module: str) -> str:
    found = known.catalogue.modules.get(module)
    return found.short if found else module.upper()


def _counts(known: Known) -> tuple[ModuleCount, ...]:
    seen = known.evidence.consistency
    return tuple(
        ModuleCount(_name(known, m), seen.planned(m), seen.worked(m)) for m in seen.modules
    )
