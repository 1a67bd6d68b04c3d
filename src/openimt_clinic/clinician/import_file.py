"""The file that is being imported, carried from look to confirmation inside the page itself.

A browser does not send a chosen file twice, and nothing of it may lie half-read on the server: so
its text travels in the form, packed and signed, bound to the patient, for an hour.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from openimt.errors import ExchangeError
from openimt.exchange.json_file import decode

LARGEST = 2 * 1024 * 1024
GOOD_FOR_SECONDS = 3600
SALT = "openimt.import"


@dataclass(frozen=True)
class CarriedFile:
    """A file's name and text."""

    name: str
    text: str


def read_upload(upload: UploadedFile) -> CarriedFile:
    """The text of a chosen file; empty, binary and over-long ones raise ExchangeError."""
    name = upload.name or "file"
    if (upload.size or 0) > LARGEST:
        says = _("is larger than 2 MB; take out the rows of other people first")
        raise ExchangeError(says, file=name)
    return CarriedFile(name, decode(upload.read(), name))


def pack(carried: CarriedFile, patient_id: UUID) -> str:
    """The file as one signed line."""
    content = {"name": carried.name, "text": carried.text}
    return signing.dumps(content, salt=f"{SALT}.{patient_id}", compress=True)


def unpack(line: str, patient_id: UUID) -> CarriedFile | None:
    """The file again; None when the line is too old, changed, or about somebody else."""
    try:
        content = signing.loads(line, salt=f"{SALT}.{patient_id}", max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature:
        return None
    return CarriedFile(str(content["name"]), str(content["text"]))
