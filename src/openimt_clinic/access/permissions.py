"""Everything a person can be allowed to do."""

from enum import StrEnum


class Permission(StrEnum):
    """The first group asks for a care relation with the patient; the second for the role alone."""

    READ_RECORD = "read_record"
    ASSESS = "assess"
    PLAN = "plan"
    DELIVER = "deliver"
    KEEP_SAFE = "keep_safe"
    ANSWER_ALERTS = "answer_alerts"
    READ_OWN = "read_own"
    ANSWER_OWN = "answer_own"

    SEE_CASELOAD = "see_caseload"
    ENROL = "enrol"
    RUN_CLINIC = "run_clinic"
    READ_CATALOGUE = "read_catalogue"
    AUTHOR_CATALOGUE = "author_catalogue"


OF_TREATING = frozenset(
    {
        Permission.READ_RECORD,
        Permission.ASSESS,
        Permission.PLAN,
        Permission.DELIVER,
        Permission.KEEP_SAFE,
        Permission.ANSWER_ALERTS,
    }
)
OF_TEAM = frozenset({Permission.READ_RECORD})
OF_ON_DUTY = frozenset({Permission.READ_RECORD, Permission.ANSWER_ALERTS})
OF_SELF = frozenset({Permission.READ_OWN, Permission.ANSWER_OWN})
