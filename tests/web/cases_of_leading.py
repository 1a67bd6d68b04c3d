"""The addresses of what a team lead settles: earlier treatments, who treats whom, groups."""

from typing import Any

from openimt_clinic.records.handover import Handover
from tests.web.case import leads, own
from tests.web.case_ids import of_dan
from tests.web.led import a_handover
from tests.web.people import People


def of_ben(people: People) -> dict[str, Any]:
    return {"user_id": people.ben.pk}


def of_a_handover(people: People) -> dict[str, Any]:
    return {"handover_id": (Handover.objects.first() or a_handover(people)).pk}


LEADING_CASES = [
    leads("team:nonresponse", sends={"do": "keep"}),
    leads("team:care", ids=of_dan, sends={"do": "over"}),
    leads("clinician:offer_of", ids=of_ben, sends={"sex": ""}),
    own("patient:handover_read", ids=of_a_handover, sends={}, only_sends=True, answers=302),
]
