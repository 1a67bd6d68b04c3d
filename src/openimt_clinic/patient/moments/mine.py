"""My moments: a quiet list of one's own, each to be shared or taken away."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from openimt_clinic.access.doors import my_page
from openimt_clinic.actions.phone.receiving import OWN
from openimt_clinic.components.moment_words import NAMES
from openimt_clinic.components.paging import page_number, page_view
from openimt_clinic.patient.moments.kept import address_of
from openimt_clinic.patient.moments.reads import who_reads
from openimt_clinic.patient.shell import ME, shown
from openimt_clinic.patient.writing import Writing, written
from openimt_clinic.records.mapping.moments import OF_TWO_HOURS, every
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument

A_PAGE = 20
FIRST_WORDS = ("scene", "said", "meaning", "who", "place")


@dataclass(frozen=True)
class Mine:
    """One entry: its sort, the first words of it, its pages."""

    document: PhoneDocument
    name: str | Promise
    says: str
    url: str
    later_url: str
    writing: Writing

    @property
    def script_id(self) -> str:
        return f"v-{self.writing.name}"

    @property
    def for_script(self) -> dict[str, object]:
        """Where its sharing stands, so that another device's choice is seen."""
        seen = {name: key for name, key in self.writing.seen.items() if name in OWN}
        return {"values": {}, "seen": seen}


@my_page
@require_safe
def moments(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The newest first, a page at a time."""
    rows = every(patient)
    total = rows.count()
    number = page_number(request.GET.get("page", ""), A_PAGE, total)
    first = (number - 1) * A_PAGE
    context = {
        "mine": [_mine(one) for one in rows[first : first + A_PAGE]],
        "page": page_view(number, A_PAGE, total, {}),
        **who_reads(patient),
    }
    return shown(request, "patient/moments/mine.html", patient, context, here=ME)


def _mine(document: PhoneDocument) -> Mine:
    values = document.values
    kind = document.kind
    return Mine(
        document,
        NAMES[kind],
        next((str(values[word]) for word in FIRST_WORDS if values.get(word)), ""),
        address_of(document),
        reverse("patient:later", args=[kind, document.name]) if kind in OF_TWO_HOURS else "",
        written(document),
    )
