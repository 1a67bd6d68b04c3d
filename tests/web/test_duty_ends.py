"""Beside a duty stands what lets it end: a call or a closed alert is not yet that."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt_clinic.actions.alerting import close
from openimt_clinic.actions.answering import answer_given
from openimt_clinic.actions.assessing import judge_safety
from openimt_clinic.clinician.duty_view import stands_until_judged
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.user import User
from tests.web.kept import an_appointment
from tests.web.people import People
from tests.web.sessions import planned_for

Browser = Callable[[User], Client]
STANDS = "It stands until somebody who treats judges the danger"


@pytest.mark.parametrize(
    ("duty", "ends"),
    [
        ("enquiry", True),
        ("judgement_lapsed", False),
        ("self_harm_act", True),
        ("suicidal_intent", True),
        ("safety_plan_review", False),
        ("judge_again_ongoing_threat", False),
        ("module_r3", False),
    ],
)
def test_each_duty_ends_by_what_its_words_do_not_say(duty: str, ends: bool) -> None:
    assert stands_until_judged(duty) is ends


def test_it_stands_beside_the_duty_until_the_danger_is_judged(
    people: People, signed_in: Browser
) -> None:
    planned_for(people)
    an_appointment(people, timezone.now() + timedelta(hours=2))
    answer_given(
        patient=people.patient, instrument="oi-safety", item="suicidal_urge", value=4, by=people.dan
    )
    close(alert=AlertCase.objects.get(), reason="They spoke.", no_contact="Here.", by=people.ana)
    of_dan = [people.patient.pk]
    ana = signed_in(people.ana)
    safety = reverse("clinician:safety", args=of_dan)
    for name in ("patient", "assessment", "session"):
        page = ana.get(reverse(f"clinician:{name}", args=of_dan), follow=True).content.decode()
        assert STANDS in page, name
        assert f'<a href="{safety}">Look at it and judge</a></span>' in page, name
    assert "Judge imminent danger" in ana.get(safety).content.decode()
    on = timezone.localdate()
    yesterday = timezone.now() - timedelta(days=1)
    AnswerSet.objects.update(given_at=yesterday, about=yesterday.date())
    ClinicalEvent.objects.update(on=yesterday.date())
    judge_safety(patient=people.patient, imminent_risk=False, reason="Asked openly.", on=on,
                 until=on + timedelta(days=14), by=people.ana)  # fmt: skip
    for name in ("patient", "assessment", "session"):
        page = ana.get(reverse(f"clinician:{name}", args=of_dan), follow=True).content.decode()
        assert STANDS not in page, name
