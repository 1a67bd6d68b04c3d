"""A reminder in a real browser: the worker shows it and says so, also when sign-in has ended."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession

from openimt_clinic.database.embedded import EmbeddedServer
from tests.web.live_clinic import ROOT, LiveClinic, live_clinic
from tests.web.phone_window import PhoneWindow, phone_window

pytestmark = [pytest.mark.journey, pytest.mark.slow]
A_MESSAGE = """
import json
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from openimt_clinic.database.wall import inside
from openimt_clinic.jobs.prompts import message_of
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.web.people import People
from tests.web.prompted import a_prompt
clinic = Clinic.objects.get(name="Riverside clinic")
with inside(clinic=clinic.pk):
    ana = User.objects.get(email="ana@example.org")
    people = People(clinic, clinic, ana, ana, ana, ana, ana, Patient.objects.get(code="dan"))
    now = timezone.now()
    prompt = a_prompt(people, now, state="delivered", delivered_at=now, channel="push")
    print(json.dumps(message_of(prompt)))
"""
SHOWN = """async () => {
  const ready = await navigator.serviceWorker.ready;
  return (await ready.getNotifications()).map(one => ({
    title: one.title, body: one.body, tag: one.tag, actions: one.actions.map(a => a.title) }));
}"""


@pytest.fixture(scope="module")
def clinic(server: EmbeddedServer, worker_id: str) -> Iterator[LiveClinic]:
    with live_clinic(server, worker_id, "reminder") as started:
        yield started


def a_message(clinic: LiveClinic) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", A_MESSAGE], cwd=ROOT, env=os.environ | clinic.environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, str] = json.loads(done.stdout)
    return told


def registration(devtools: CDPSession, phone: PhoneWindow) -> str:
    """The worker's own id in the browser."""
    found: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    phone.keeps("/me/")
    assert found, "the browser tells of no worker"
    return found[-1]


def moments(clinic: LiveClinic) -> tuple[Any, ...]:
    (row,) = clinic.rows("SELECT shown_at, opened_at, put_off, state FROM records_prompt")
    return row


def test_it_is_shown_and_said_to_be_shown_and_later_is_a_touch(clinic: LiveClinic) -> None:
    message = a_message(clinic)
    with phone_window(clinic) as phone:
        phone.context.grant_permissions(["notifications"])
        phone.sign_in()
        devtools = phone.context.new_cdp_session(phone.page)
        worker = registration(devtools, phone)
        phone.context.clear_cookies()
        devtools.send("ServiceWorker.deliverPushMessage", {
            "origin": clinic.address, "registrationId": worker, "data": json.dumps(message),
        })  # fmt: skip
        deadline = time.monotonic() + 5
        while moments(clinic)[0] is None and time.monotonic() < deadline:
            phone.page.wait_for_timeout(50)
        (shown,) = phone.page.evaluate(SHOWN)
    assert shown["title"] == "Riverside"
    assert shown["body"] == "There is something for you, when you like."
    assert shown["actions"] == ["Open", "Later"]
    assert shown["tag"] == message["tag"], "a second one takes the place of the first"
    shown_at, opened_at, put_off, state = moments(clinic)
    assert shown_at is not None, "the phone has said that it was shown, signed out as it is"
    assert opened_at is None
    assert (put_off, state) == (0, "delivered")
