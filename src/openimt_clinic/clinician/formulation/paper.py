"""The shared formulation on paper, in the person's language: words, the loop, who signed."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.deliver.writing.field import Sort
from openimt_clinic.actions.care.kinds.formulation import FIELDS, KIND
from openimt_clinic.clinician.formulation.loop_view import OWN_WORDS, Node, nodes
from openimt_clinic.clinician.formulation.patterns import agreed_by, in_words
from openimt_clinic.clinician.writing.history import words
from openimt_clinic.paper.shared_page import Loop, Said, SharedPage, Stop, shared_page
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.mapping.formulation import schema_of, text_of
from openimt_clinic.records.mapping.written import values_of

MOST_LOOPS = 2
"""More than two patterns on a sheet are none that one can take along."""


def formulation_paper(one: CareDocument) -> bytes:
    """The sheet as PDF; a draft says that it is one."""
    with translation.override(one.patient.language):
        return shared_page(page_of(one))


def page_of(one: CareDocument) -> SharedPage:
    """What stands in it, field by field; what is empty has no heading. A pattern that is drawn and
    stands there unchanged is not written out as well."""
    values = values_of(one.fields)
    schemas = agreed_by(one.patient, one.signed_at or timezone.now())[:MOST_LOOPS]
    drawn = _even("\n\n".join(in_words(schema) for schema in schemas))
    filled = [
        field
        for field in FIELDS
        if values.get(field.name)
        and not (field.name == "patterns" and _even(values[field.name]) == drawn)
    ]
    return SharedPage(
        title=str(KIND.title),
        above=f"{one.patient.clinic.patient_name} · {one.patient.name}",
        version=_version(one),
        language=one.patient.language,
        parts=tuple(
            Said(str(f.label), words(f, values[f.name]), listed=f.sort is Sort.LINES)
            for f in filled
        ),
        signed=_signed(one),
        loops=tuple(map(_loop, schemas)),
        to_sign=_to_sign(one),
        draft="" if one.signed_at else _("A draft. Nobody has signed it yet."),
    )


def _even(text: object) -> str:
    return " ".join(str(text).split())


def _version(one: CareDocument) -> str:
    on = timezone.localtime(one.signed_at) if one.signed_at else one.about
    day = date_format(on, _("j F Y"))
    return _("Version %(n)s, %(day)s") % {"n": one.number, "day": day}


def _loop(values: dict[str, Value]) -> Loop:
    stops = tuple(map(_stop, nodes(schema_of(values), OWN_WORDS)))
    return Loop(text_of(values, "title"), stops, _("and it begins again: the wish is still there"))


def _stop(node: Node) -> Stop:
    lines = (f"{label} {text}".strip() for label, text in node.lines)
    return Stop(str(node.name), tuple(lines))


def _to_sign(one: CareDocument) -> str:
    """A line for the person's hand, while they have not signed."""
    own = CareSignature.objects.filter(document=one, role=SignerRole.PATIENT.value)
    return _("I agree with it:") if one.signed_at and not own.exists() else ""


def _signed(one: CareDocument) -> tuple[str, ...]:
    if one.signed_at is None:
        return ()
    names = [(str(one.signed_by), one.signed_at)]
    for also in CareSignature.objects.filter(document=one).select_related("by"):
        patient = also.role == SignerRole.PATIENT.value
        room = _(" (agreed when you met)") if also.in_the_room else ""
        names.append(((one.patient.name if patient else str(also.by)) + room, also.at))
    return tuple(
        _("Signed: %(who)s, %(day)s")
        % {"who": who, "day": date_format(timezone.localtime(at), _("j F Y"))}
        for who, at in names
    )
