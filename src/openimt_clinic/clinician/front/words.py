"""The words of the front door and the back door on staff screens."""

from django.utils.translation import gettext_lazy as _

from openimt.assess.front_door.asked import front_door
from openimt.assess.front_door.meanwhile import Now
from openimt.deliver.ending import ToldHow, Way
from openimt_clinic.clinician.fields import Words
from openimt_clinic.records.diagnosis import DiagnosisStanding
from openimt_clinic.records.follow_up import FollowUpKind
from openimt_clinic.records.prior_treatment import Adherence
from openimt_clinic.records.referral import ContactWay, Referral, ReferralState, Referrer

REFERRERS: Words = {
    Referrer.ONESELF.value: _("the person themselves"),
    Referrer.FAMILY_DOCTOR.value: _("a family doctor"),
    Referrer.HOSPITAL.value: _("a hospital"),
    Referrer.OTHER_CLINIC.value: _("another clinic or practice"),
    Referrer.COLLEAGUE.value: _("a colleague here"),
    Referrer.FAMILY.value: _("family or friends"),
    Referrer.OTHER.value: _("somebody else"),
}
CONTACTS: Words = {
    ContactWay.TELEPHONE.value: _("by telephone"),
    ContactWay.MAIL.value: _("by mail"),
    ContactWay.POST.value: _("by letter"),
    ContactWay.THROUGH_REFERRER.value: _("through the one who refers"),
}
STATES: Words = {
    ReferralState.RECEIVED.value: _("received"),
    ReferralState.IN_ASSESSMENT.value: _("being looked at"),
    ReferralState.WAITING.value: _("taken in, waits"),
    ReferralState.STARTED.value: _("started"),
    ReferralState.DECLINED.value: _("helped on elsewhere"),
    ReferralState.WITHDRAWN.value: _("withdrawn"),
}
DID_NOT_BEGIN = _("taken in; the course did not begin")
STEPS: Words = {
    Now.SAFETY_FIRST.value: _("Safety first, now"),
    Now.NUMBERS.value: _("Give the numbers"),
    Now.SAFETY_PLAN.value: _("Offer a safety plan"),
    Now.FIRST_MEETING.value: _("Arrange the first meeting (GPM)"),
    Now.CHECK_IN.value: _("Choose the day of the next call"),
}
GROUPS: Words = {
    "safety": _("Safety first"),
    "first": _("What else may have to be treated first"),
    "wants": _("What the person wants"),
}
ANSWERS = (("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known")))
STANDINGS: Words = {
    DiagnosisStanding.HOLDS.value: _("holds"),
    DiagnosisStanding.CONSIDERED.value: _("considered, to be looked at"),
    DiagnosisStanding.RULED_OUT.value: _("looked for and ruled out"),
}
ADHERENCES: Words = {
    Adherence.AS_MEANT.value: _("as it is meant"),
    Adherence.IN_PARTS.value: _("in parts"),
    Adherence.HARDLY.value: _("hardly"),
    Adherence.UNKNOWN.value: _("not known"),
}
WAYS: Words = {
    Way.PLANNED.value: _("planned together"),
    Way.LEFT.value: _("the person left"),
    Way.MOVED.value: _("the person moved away"),
    Way.DECLINED.value: _("the person wanted no more"),
    Way.ENDED.value: _("ended, and no more is said here"),
    Way.DIED.value: _("the person has died"),
}
TOLD: Words = {
    ToldHow.TOGETHER.value: _("We spoke of it together"),
    ToldHow.TELEPHONE.value: _("By telephone"),
    ToldHow.LETTER.value: _("By a letter that goes out today"),
    ToldHow.NOBODY_TO_TELL.value: _("There is nobody to tell"),
}
FOLLOW_UPS: Words = {
    FollowUpKind.BOOSTER.value: _("booster meeting"),
    FollowUpKind.CHECK_IN.value: _("check-in"),
    FollowUpKind.LOOK_BACK.value: _("looking back together, among staff"),
}


def criteria() -> list[tuple[str, str]]:
    """The nine criteria by number, with our own short names."""
    return [(str(n), f"{n} {name}") for n, name in enumerate(front_door().criteria, start=1)]


def state_says(sent: Referral) -> str:
    """What became of a referral; whoever ended while waiting never started."""
    if sent.state == ReferralState.STARTED.value and sent.started_on is None:
        return str(DID_NOT_BEGIN)
    return str(STATES[sent.state])
