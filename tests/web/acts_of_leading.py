"""Rows of the actions of a team lead: earlier treatments, who treats whom, groups."""

from openimt_clinic.actions import nonresponse
from tests.web.act import LEAD_ONLY, Act, clinic

LEADING_ACTS = [
    Act(
        nonresponse.set_nonresponse,
        clinic(numbers={"months": 9}, reason="Agreed in the team."),
        by="lea",
        refused=LEAD_ONLY,
    ),
]
