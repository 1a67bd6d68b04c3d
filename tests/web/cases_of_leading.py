"""The addresses of what a team lead settles: earlier treatments, who treats whom, groups."""

from typing import Any

from openimt_clinic.records.handover import Handover
from openimt_clinic.records.skills_group import GroupMeeting, SkillsGroup
from tests.web.case import Case, leads, own
from tests.web.case_ids import of_dan
from tests.web.grouped import a_group, an_hour_that_was
from tests.web.led import a_handover
from tests.web.people import People


def of_ben(people: People) -> dict[str, Any]:
    return {"user_id": people.ben.pk}


def of_a_handover(people: People) -> dict[str, Any]:
    return {"handover_id": (Handover.objects.first() or a_handover(people)).pk}


def of_a_group(people: People) -> dict[str, Any]:
    return {"group_id": (SkillsGroup.objects.first() or a_group(people)).pk}


def of_an_hour_of_a_group(people: People) -> dict[str, Any]:
    hour = GroupMeeting.objects.order_by("starts_at").first() or an_hour_that_was(people)
    return {"group_id": hour.group_id, "meeting_id": hour.pk}


FOR_STAFF = "For all staff; names stand there for those who lead or treat."

LEADING_CASES = [
    leads("team:nonresponse", sends={"do": "keep"}),
    leads("team:care", ids=of_dan, sends={"do": "over"}),
    leads("clinician:offer_of", ids=of_ben, sends={"sex": ""}),
    own("patient:handover_read", ids=of_a_handover, sends={}, only_sends=True, answers=302),
    Case("clinician:groups", stranger="dan", read_only=None, sends={"name": ""}, because=FOR_STAFF),
    Case("clinician:group", ids=of_a_group, stranger="dan", read_only=None, sends={"do": "join"},
         because=FOR_STAFF),
    Case("clinician:group_meeting", ids=of_an_hour_of_a_group, stranger="ben", read_only=None,
         sends={"do": "off"}, because="Whoever leads the group alone, and they may write."),
]  # fmt: skip
