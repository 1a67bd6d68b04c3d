"""What a person reads before they sign: the words of a document, and who has signed it when."""

from dataclasses import dataclass

from openimt_clinic.actions.care.kinds.known import KINDS
from openimt_clinic.actions.care.signed_by_person import PERSON_SIGNS
from openimt_clinic.components.written_words import is_list, lines_of
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import CareSignature, SignerRole
from openimt_clinic.records.mapping.to_sign import for_the_person, talked_about
from openimt_clinic.records.mapping.written import values_of
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument


@dataclass(frozen=True)
class Paper:
    """One thing to read and sign. ``own``: the person's signature. ``talk``: they want to talk
    about it first; ``said``: what they wrote about that."""

    document: CareDocument
    title: str
    own: CareSignature | None
    talk: bool
    said: str = ""

    @property
    def waits(self) -> bool:
        """Whether it waits for the person, and not for a talk."""
        return self.own is None and not self.talk


@dataclass(frozen=True)
class Part:
    """One field in words. ``listed``: its lines are points."""

    label: str
    lines: tuple[str, ...]
    listed: bool


def papers(patient: Patient) -> tuple[Paper, ...]:
    """All that the person signs, the newest first; of each thing the version that holds."""
    listed = list(for_the_person(patient, PERSON_SIGNS))
    own = CareSignature.objects.filter(document__in=listed, role=SignerRole.PATIENT.value)
    signed = {one.document_id: one for one in own}
    talks = talked_about(patient) if listed else {}
    return tuple(_paper(one, signed.get(one.pk), talks.get(str(one.pk))) for one in listed)


def _paper(document: CareDocument, own: CareSignature | None, talk: PhoneDocument | None) -> Paper:
    said = str(talk.values.get("words") or "") if talk else ""
    return Paper(document, str(KINDS[document.kind].title), own, talk is not None, said)


def parts(patient: Patient, document: CareDocument) -> tuple[Part, ...]:
    """What the document says, field by field; what was left empty is left out."""
    values = values_of(document.fields)
    fields = KINDS[document.kind].fields(patient, document)
    made = (
        Part(str(one.label), lines_of(one, values.get(one.name)), is_list(one)) for one in fields
    )
    return tuple(part for part in made if part.lines)
