"""What the staff read of an answer that waited on a phone: when it was given, when it came in."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.user import User
from tests.web.people import People
from tests.web.phone import Phone

Browser = Callable[[User], Client]


def pages(people: People, signed_in: Browser) -> tuple[str, str]:
    """The list, and the page of the one case."""
    ana, case = signed_in(people.ana), AlertCase.objects.get()
    addresses = ("/alerts/", f"/alerts/{case.pk}/")
    one, other = (ana.get(address, follow=True) for address in addresses)
    return unescape(one.content.decode()), unescape(other.content.decode())


def hour(at: object) -> str:
    return timezone.localtime(at).strftime("%H:%M")  # type: ignore[arg-type]


@pytest.mark.parametrize("behind", [timedelta(days=1), -timedelta(hours=26), timedelta()])
def test_both_moments_and_the_clock_are_said(
    people: People, signed_in: Browser, behind: timedelta
) -> None:
    phone = Phone(slow=behind)
    given = phone.now() - timedelta(hours=3)
    entry = phone.write({"suicidal_urge": 5}, given_at=given.isoformat())
    phone.send(signed_in(people.dan), [entry])
    case = AlertCase.objects.get()
    listed, page = pages(people, signed_in)
    for text in (listed, page):
        assert hour(case.given_at) in text
        assert hour(case.received_at) in text
    assert "later than it was given" in page
    assert ("behind by 1 d 0 h 0 min" in page) is (behind == timedelta(days=1))
    assert ("ahead by 1 d 2 h 0 min" in page) is (behind < timedelta())


def test_what_came_at_once_says_one_moment(people: People, signed_in: Browser) -> None:
    Phone().tell(signed_in(people.dan), {"suicidal_urge": 5})
    listed, page = pages(people, signed_in)
    assert "received" not in listed.lower().split("<main")[1].split("</main")[0]
    assert "later than it was given" not in page
    assert "Clock of the phone" not in page
