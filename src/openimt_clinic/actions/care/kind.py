"""What a kind of care document is: its fields, who signs it, and what follows from signing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from openimt.deliver.documents.document import Value
from openimt.deliver.writing.field import Field
from openimt_clinic.access.permissions import Permission
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_signature import SignerRole
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Signed:
    """A document that was signed just now: of whom, its values, and by whom."""

    patient: Patient
    document: CareDocument
    values: Values
    by: User


def nothing_more(_: Signed) -> None:
    """Most kinds are kept, and that is all."""


def nothing_amiss(_: Patient, __: Values) -> Mapping[str, str]:
    """Most kinds ask for their needed fields alone."""
    return {}


def always_open(_: CareDocument) -> bool:
    """Most kinds rest on nothing that could be taken back."""
    return True


def empty(_: Patient) -> Values:
    """Most kinds begin with nothing in them."""
    return {}


def nothing_else(_: Patient, __: str) -> bool:
    """Most kinds are about the person as a whole."""
    return False


@dataclass(frozen=True)
class CareKind:
    """``title``: how a page names it. ``fields``: what it asks, for this document (it may follow
    the plan, the person's card, what is written already). ``amiss``: a sentence for each field that
    stands in the way of signing, beside the needed ones. ``signed``: what follows, in the same
    transaction. ``also_signs``: who else signs after the clinician. ``begins_with``: what stands in
    a first draft already.

    ``one_line``: a person has one of it at most, in versions (an agreement, a formulation).
    ``about``: whether there is something of this name that a page may begin one about.
    ``with_appointment``: it is begun from an appointment alone. ``private``: its author alone
    reads it. ``after_ending``: it can be written once the course has ended.
    ``permission``: to write it. ``reads``: to read it. ``open_now``: whether it may be read at all
    just now; what rests on something shared is closed once it is shared no longer. ``page``: the
    name of its own page, when the common one will not do; it takes ``patient_id`` and
    ``document_id``. ``back``: the page its list stands on.
    """

    name: str
    title: object
    fields: Callable[[Patient, CareDocument], tuple[Field, ...]]
    amiss: Callable[[Patient, Values], Mapping[str, str]] = nothing_amiss
    signed: Callable[[Signed], None] = nothing_more
    also_signs: tuple[SignerRole, ...] = ()
    begins_with: Callable[[Patient], Values] = empty
    one_line: bool = False
    about: Callable[[Patient, str], bool] = nothing_else
    with_appointment: bool = False
    private: bool = False
    after_ending: bool = False
    permission: Permission = Permission.DELIVER
    reads: Permission = Permission.READ_RECORD
    open_now: Callable[[CareDocument], bool] = always_open
    page: str = "clinician:document"
    back: str = "clinician:patient"


def always(*fields: Field) -> Callable[[Patient, CareDocument], tuple[Field, ...]]:
    """The same fields for everybody."""
    return lambda _patient, _document: fields


def anchored(anchors: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The answers of a rating: each number from 0 on with what it stands for."""
    return tuple((str(n), f"{n}: {says}") for n, says in enumerate(anchors))
