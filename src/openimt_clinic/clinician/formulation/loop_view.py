"""A schema as a loop of seven parts, with what it rests on and what its next state asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from openimt.formulate.pattern.schema import (
    Ground,
    Motive,
    Part,
    Schema,
    SchemaState,
    Told,
    ground,
    lacks,
    reached,
)
from openimt_clinic.actions.care.formulation_words import MOTIVES, PARTS, STATES
from openimt_clinic.actions.care.kinds.schema import SCENES, lacking
from openimt_clinic.clinician.formulation.episodes_view import schema_name
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.formulation import schema_of, text_of, told_by
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient

FIELDS: dict[Part, tuple[str, ...]] = {
    Part.WISH: ("motive", "wish"),
    Part.SELF: ("self_negative", "self_healthy"),
    Part.IF_THEN: ("if_show", "then_other"),
    Part.OTHER: ("other_response",),
    Part.OWN: ("emotion", "thought", "body", "act"),
    Part.COPING: ("coping",),
    Part.COST: ("cost",),
}
"""The fields of each part of the loop."""
OWN_WORDS: dict[Part, str | Promise] = {
    Part.WISH: gettext_lazy("What I wish for"),
    Part.SELF: gettext_lazy("How I see myself then"),
    Part.IF_THEN: gettext_lazy("What I expect"),
    Part.OTHER: gettext_lazy("How the other seems to me"),
    Part.OWN: gettext_lazy("What it does to me"),
    Part.COPING: gettext_lazy("How I keep myself safe"),
    Part.COST: gettext_lazy("What it costs me over time"),
}
"""The parts as the person reads them."""
LABELS: dict[str, str | Promise] = {
    "self_negative": gettext_lazy("I fear:"),
    "self_healthy": gettext_lazy("And I am also:"),
    "emotion": gettext_lazy("I feel:"),
    "thought": gettext_lazy("I think:"),
    "body": gettext_lazy("In my body:"),
    "act": gettext_lazy("I do:"),
    "if_show": gettext_lazy("If I show:"),
    "then_other": gettext_lazy("then the other will:"),
}


@dataclass(frozen=True)
class Node:
    """A part of the loop: its words, line by line with what each line is."""

    part: Part
    name: str | Promise
    lines: tuple[tuple[str | Promise, str], ...]
    motive: str | Promise = ""

    @property
    def number(self) -> int:
        return tuple(Part).index(self.part) + 1


@dataclass(frozen=True)
class LoopView:
    """``state``: what it is said to be; ``reached``: what nothing stands before; ``next_asks``:
    what stands before the state that comes next."""

    document: CareDocument
    name: str
    nodes: tuple[Node, ...]
    state: str | Promise
    reached: str | Promise
    next_state: str | Promise
    next_asks: tuple[str, ...]
    ground: Ground

    @property
    def ground_says(self) -> str:
        """What it rests on, in one line of counts."""
        told = {"fits": self.ground.fits, "others": self.ground.others, "no": self.ground.unlike}
        fits = ngettext("Fits %(fits)d scene", "Fits %(fits)d scenes", self.ground.fits)
        others = ngettext(
            "with %(others)d person or place",
            "with %(others)d people or places",
            self.ground.others,
        )
        unlike = ngettext("%(no)d speaks against it", "%(no)d speak against it", self.ground.unlike)
        return f"{fits}, {others}. {unlike}." % told


def loop_view(
    patient: Patient, document: CareDocument, told: Sequence[Told] | None = None
) -> LoopView:
    """The schema for those who treat."""
    values = values_of(document.fields)
    schema = schema_of(values)
    scenes = told_by(patient) if told is None else told
    number = int(catalogue_for(patient).settings[SCENES])
    now = reached(schema, scenes, number)
    after = now.after if now else SchemaState.SUMMARY
    said = text_of(values, "state")
    asks = (
        lacking(patient, values, after, scenes)
        if after and lacks(schema, scenes, after, number)
        else {}
    )
    return LoopView(
        document,
        schema_name(document),
        nodes(schema, PARTS),
        STATES[SchemaState(said)] if said else "",
        STATES[now] if now else "",
        STATES[after] if after else "",
        tuple(asks.values()),
        ground(schema, scenes),
    )


def nodes(schema: Schema, names: Mapping[Part, str | Promise]) -> tuple[Node, ...]:
    """The seven parts in their order, named as this reader knows them."""
    return tuple(
        Node(part, names[part], _lines(schema, part), _motive(schema.motive, part)) for part in Part
    )


def _lines(schema: Schema, part: Part) -> tuple[tuple[str | Promise, str], ...]:
    said = ((name, str(getattr(schema, name) or "")) for name in FIELDS[part] if name != "motive")
    return tuple((LABELS.get(name, ""), text) for name, text in said if text)


def _motive(motive: Motive | None, part: Part) -> str | Promise:
    return MOTIVES[motive] if motive and part is Part.WISH else ""
