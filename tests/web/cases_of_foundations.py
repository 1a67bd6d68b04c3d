"""The addresses of the common modules, and those on which a person reads and signs."""

from openimt_clinic.records.care_document import CareDocument
from tests.web.case import Case, own, sent_only
from tests.web.case_ids import of_dan
from tests.web.foundations import an_agreement
from tests.web.people import People


def of_an_agreement(people: People) -> dict[str, object]:
    there = CareDocument.objects.filter(patient=people.patient, kind="agreement").first()
    return {"document_id": (there or an_agreement(people)).pk}


FOUNDATION_CASES = [
    Case("clinician:common", ids=of_dan, because="It is read; what it begins has its own page."),
    sent_only("clinician:rate_where", of_dan),
    own("patient:to_sign"),
    own("patient:read_document", ids=of_an_agreement, sends={"do": "sign"}),
]
