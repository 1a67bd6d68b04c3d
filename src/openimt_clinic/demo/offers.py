"""Who offers what in the demo clinic, one open choice, a signed letter, and a report to finish."""

from datetime import datetime, time, timedelta

from openimt.plan.fit import Wishes
from openimt_clinic.actions.care.opening import open_document
from openimt_clinic.actions.care.signing import sign
from openimt_clinic.actions.fit.choosing import offer_therapists
from openimt_clinic.actions.fit.offering import Offer, keep_offer, note_free_hour
from openimt_clinic.clinician.papers.beginnings import letter_values
from openimt_clinic.clinician.papers.report import report_values
from openimt_clinic.demo.accounts import ANA, GERMAN, IVO, ROSA, TOMAS
from openimt_clinic.demo.clinic import ZONE, Staff
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

OFFERS = {
    ANA.email: Offer(
        trained_in=("mit", "schema", "trauma"), therapies=("imt", "mit"), supervised=True,
        safety_trained=True, crisis_cover=True, languages=("en", "de"), modes=("in_person",),
        styles=("active",), sex="woman", limit=9,
        own_words={
            "en": "We look at scenes from your week. I say what I see, and you tell me if it fits.",
            "de": "Wir sehen uns Szenen aus Ihrer Woche an. Ich sage, was ich sehe, und Sie sagen, "
            "ob es passt.",
        },
    ),
    TOMAS.email: Offer(
        trained_in=("dbt_skills", "gpm"), therapies=("imt", "dbt", "gpm"), supervised=True,
        safety_trained=True, crisis_cover=True, languages=("en", "de", "fr"),
        modes=("in_person", "remote"), styles=("structured",), sex="man", limit=12,
        own_words={
            "en": "Each hour has a plan. We practise small skills and look at what helped.",
            "de": "Jede Stunde hat einen Plan. Wir üben kleine Dinge und sehen, was geholfen hat.",
        },
    ),
    ROSA.email: Offer(
        trained_in=("gpm",), therapies=("gpm",), supervised=True, safety_trained=True,
        crisis_cover=True, languages=("de", "en"), modes=("in_person",), styles=("quiet",),
        sex="woman", limit=6,
        own_words={
            "en": "I leave room, and I ask about work, home and people. I am here each Tuesday.",
            "de": "Ich lasse Raum und frage nach Arbeit, Wohnen und Menschen. Ich bin jeden "
            "Dienstag hier.",
        },
    ),
}  # fmt: skip
"""Of Ivo nothing is known yet, and the pages say so."""
HOURS = ((TOMAS, 1, 15, 12), (ROSA, 2, 10, 5), (ROSA, 4, 14, 26), (IVO, 3, 9, 40))
"""Whose, weekday, hour, and in how many days it is free."""
TO_CHOOSE, WITH_PAPERS = GERMAN.person, "demo01"


def make_offers(clinic: Clinic, staff: Staff, now: datetime) -> None:
    """The offers of the demo's clinicians, and what one person is offered."""
    today = now.astimezone(ZONE).date()
    for email, offer in OFFERS.items():
        user = staff[email]
        keep_offer(clinic=clinic, user=user, offer=offer, by=user)
    for account, weekday, hour, days in HOURS:
        user, from_on = staff[account.email], today + timedelta(days=days)
        note_free_hour(
            clinic=clinic, user=user, weekday=weekday, at=time(hour), from_on=from_on, by=user
        )
    _offer_a_choice(clinic, staff)
    _write_papers(clinic, staff)


def _offer_a_choice(clinic: Clinic, staff: Staff) -> None:
    patient = Patient.objects.get(clinic=clinic, code=TO_CHOOSE)
    users = [str(staff[one.email].pk) for one in (TOMAS, ROSA)]
    offer_therapists(
        patient=patient,
        users=users,
        wishes=Wishes(language="de", style="quiet"),
        shown=True,
        by=_treats(patient, staff),
    )


def _write_papers(clinic: Clinic, staff: Staff) -> None:
    patient = Patient.objects.get(clinic=clinic, code=WITH_PAPERS)
    by = _treats(patient, staff)
    values = letter_values(patient, "confirmation", by)
    letter = open_document(
        patient=patient, kind="letter", subject="confirmation", values=values, by=by
    )
    sign(document=letter, by=by)
    open_document(
        patient=patient,
        kind="course_report",
        subject="course_report",
        values=report_values(patient, by),
        by=by,
    )


def _treats(patient: Patient, staff: Staff) -> User:
    """Ana has the first of the sixteen, Tomas the second, and so on."""
    odd = int(patient.code.removeprefix("demo")) % 2
    return staff[ANA.email] if odd else staff[TOMAS.email]
