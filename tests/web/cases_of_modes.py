"""The addresses of DBT, GPM and the consultation team."""

from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.records.care_document import CareDocument
from tests.web.case import Case
from tests.web.case_ids import of_dan
from tests.web.people import People


def of_a_chain(people: People) -> dict[str, object]:
    there = CareDocument.objects.filter(patient=people.patient, kind="chain").first()
    made = there or open_document(patient=people.patient, kind="chain", by=people.ana)
    return {**of_dan(people), "document_id": made.pk}


MODE_CASES = [
    Case("clinician:dbt", ids=of_dan, because="It is read; what is written has its own page."),
    Case("clinician:chain", ids=of_a_chain, because="Its form is sent as a document."),
    Case("clinician:chain_drawn", ids=of_a_chain, because="A part of the page."),
    Case("clinician:gpm", ids=of_dan, because="It is read; what is written has its own page."),
    Case(
        "clinician:consultation",
        stranger="dan",
        read_only=None,
        because="All staff open it, and see the people whose record they may read.",
    ),
]
