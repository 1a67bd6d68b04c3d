"""The addresses of safety, the sheet for downtime and medicines: one row each."""

from tests.web.case import Case, leads, sent_only, to_read
from tests.web.case_ids import of_dan, of_the_roster
from tests.web.safe import of_a_made_plan, of_a_medicine, of_an_effect

SAFETY_CASES = [
    Case("clinician:look_after", ids=of_dan, sends={"about": ""}),
    Case("clinician:safety", ids=of_dan, sends={"do": "reach", "number": "030 555 01"}),
    Case("clinician:safety_plan", ids=of_dan, sends={"do": "offer"}),
    Case("clinician:write_safety_plan", ids=of_dan, sends={"own_ways": "walk"}),
    Case("clinician:safety_plan_paper", ids=of_a_made_plan, because="It is only printed."),
    to_read("clinician:routing"),
    to_read("clinician:sheet"),
    to_read("clinician:sheet_paper"),
    leads("team:change_duty", ids=of_the_roster, sends={"do": "take"}),
    Case("clinician:medication", ids=of_dan, sends={"on": ""}),
    Case("clinician:new_medicine", ids=of_dan, sends={"drug": "Sertraline"}),
    Case("clinician:medicine", ids=of_a_medicine, sends={"do": "end"}),
    sent_only("clinician:told_prescriber", of_an_effect),
]
