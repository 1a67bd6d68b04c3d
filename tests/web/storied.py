"""What tests of the story begin with: a person for whom all is open, by day, and their pages."""

import uuid
from collections.abc import Callable
from datetime import time
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openimt_clinic.patient.story import offered
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]


def without_phases(people: People) -> People:
    """Dan's therapy is bound to no phase, so everything is open to him."""
    people.patient.therapy = "gpm"
    people.patient.save()
    return people


def at_the_hour(monkeypatch: pytest.MonkeyPatch, at: time) -> None:
    monkeypatch.setattr(offered, "_clock", lambda *_: at)


def opened(browser: Client, page: str, *args: object) -> str:
    answer = browser.get(reverse(f"patient:{page}", args=args), follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def write(browser: Client, kind: str, name: str, **values: Any) -> Any:
    sent = {"key": str(uuid.uuid4()), "leads_to": reverse("patient:story"), **values}
    return browser.post(reverse("patient:write", args=[kind, name]), sent)


def of(document: PhoneDocument) -> list[object]:
    return [document.kind, document.name]
