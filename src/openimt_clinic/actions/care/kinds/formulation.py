"""The shared formulation: one page in plain words, written and signed by both, in versions."""

from django.utils.translation import gettext_lazy as _

from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, always
from openimt_clinic.records.care_signature import SignerRole
from openimt_clinic.records.mapping.formulation import FORMULATION

LONGEST = 1500
"""One page holds no more."""

FIELDS = (
    Field("hard", _("What is hard now"), Sort.LINES, needed=True),
    Field("strengths", _("What I am good at"), Sort.LINES),
    Field("supports", _("Who and what supports me"), Sort.LINES),
    Field("patterns", _("What keeps happening with others"), Sort.TEXT, longest=LONGEST),
    Field("keeps_going", _("What keeps it going"), Sort.TEXT, longest=LONGEST),
    Field("came_about", _("How it came about, as far as we know"), Sort.TEXT, longest=LONGEST),
    Field("helps", _("What has helped so far"), Sort.LINES),
    Field("goals", _("What I want"), Sort.LINES, needed=True),
    Field("next", _("What we do next"), Sort.TEXT, longest=LONGEST),
)

KIND = CareKind(
    name=FORMULATION,
    title=_("What we understand together"),
    fields=always(*FIELDS),
    also_signs=(SignerRole.PATIENT,),
    one_line=True,
    back="clinician:formulation",
)
