"""What holds for every page: what it may load, how refusals read, who was seen to read what."""

from collections.abc import Callable

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from openimt.errors import RecordError
from openimt_clinic import refusals
from openimt_clinic.access.doors import patient_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.access.roles import ROLES
from openimt_clinic.access.standing import standing_of
from openimt_clinic.actions.running import switch_off
from openimt_clinic.audit.event import AuditEvent
from openimt_clinic.environment import Mode
from openimt_clinic.page_context import notices
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from tests.web.people import PASSWORD, STARTED, People

Browser = Callable[[User], Client]


def test_a_page_loads_nothing_from_outside_and_runs_nothing_inline(people: People) -> None:
    page = Client().get("/account/login/")
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    text = page.content.decode()
    assert "style=" not in text
    assert "<script>" not in text
    assert "onclick" not in text
    assert "https://" not in text
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in page["Cache-Control"]


def test_signing_in_leads_each_to_their_own(people: People) -> None:
    for user, leads_to in ((people.ana, "/caseload/"), (people.dan, "/me/")):
        browser = Client()
        given = {"login": user.email.upper(), "password": PASSWORD}
        page = browser.post("/account/login/", given, follow=True)
        assert page.redirect_chain[-1][0] == leads_to


def test_a_wrong_password_is_said_without_saying_whose(people: People) -> None:
    for address in ("ana@example.org", "nobody@example.org"):
        page = Client().post("/account/login/", {"login": address, "password": "wrong one here"})
        assert page.status_code == 200
        assert "are not correct" in page.content.decode()


def test_nobody_signs_up(people: People) -> None:
    given = {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/account/signup/", given)
    assert not User.objects.filter(email="x@example.org").exists()


def test_the_sign_in_page_leads_to_the_numbers(people: People) -> None:
    assert reverse("numbers") in Client().get("/account/login/").content.decode()
    numbers = Client().get(reverse("numbers")).content.decode()
    assert "tel:112" in numbers
    assert "030 555 01" in numbers


def test_whoever_was_switched_off_is_out(people: People, signed_in: Browser) -> None:
    browser = signed_in(people.ben)
    switch_off(clinic=people.clinic, user=people.ben, by=people.lea)
    assert browser.get("/caseload/").status_code == 302


def test_a_user_of_two_clinics_stands_in_the_first_or_the_chosen(people: People) -> None:
    from openimt_clinic.database.wall import inside

    with inside(clinic=people.elsewhere.pk):
        Membership.objects.create(
            clinic=people.elsewhere, user=people.ana, role=RoleName.TEAM_LEAD.value
        )
    Membership.objects.filter(user=people.ana, clinic=people.clinic).update(since=STARTED)
    with inside(user=people.ana.pk):
        first, chosen = standing_of(people.ana), standing_of(people.ana, str(people.elsewhere.pk))
    assert first
    assert chosen
    assert (first.clinic, chosen.clinic) == (people.clinic, people.elsewhere)
    assert chosen.roles == {RoleName.TEAM_LEAD}


def test_every_role_is_told_in_plain_words() -> None:
    assert set(ROLES) == set(RoleName)
    assert all(len(str(role.says)) > 30 for role in ROLES.values())


def test_a_language_can_be_chosen(people: People) -> None:
    browser = Client()
    browser.post("/language/", {"language": "de"})
    assert 'lang="de"' in browser.get("/account/login/").content.decode()


def test_the_honest_notices(settings: object) -> None:
    settings.MODE = Mode.SERVE  # type: ignore[attr-defined]
    assert notices(None) == ["Not yet for the care of real people."]
    settings.MODE = Mode.DEMO  # type: ignore[attr-defined]
    assert "invented" in notices(None)[0]


class AForm(forms.Form):
    reason = forms.CharField()


@pytest.mark.parametrize(("field", "where"), [("reason", "reason"), ("other", "__all__")])
def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(field: str, where: str) -> None:
    def refused() -> None:
        raise RecordError("says too little", field=field)

    form = AForm({"reason": "typed"})
    assert form.is_valid()
    assert refusals.carried_out(form, refused) is None
    assert "says too little" in form.errors[where][0]
    assert 'value="typed"' in str(form["reason"])


def test_a_bug_is_not_dressed_up_as_a_refusal() -> None:
    def buggy() -> None:
        raise ValueError

    with pytest.raises(ValueError):
        refusals.carried_out(AForm({"reason": "x"}), buggy)


def a_request(user: User | None, method: str = "GET") -> HttpRequest:
    request = RequestFactory().generic(method, "/x/")
    request.user = user  # type: ignore[assignment]
    request.standing = standing_of(user) if user else None  # type: ignore[attr-defined]
    return request


def test_a_refusal_no_form_caught_is_a_page_with_its_sentence(people: People) -> None:
    page = refusals.RefusalMiddleware(lambda _: HttpResponse()).process_exception(
        a_request(people.ana), RecordError("is missing", file="a.csv", row=4, field="q2")
    )
    assert page
    assert page.status_code == 422
    assert "a.csv, row 4, field q2: is missing" in page.content.decode()


def test_the_page_of_our_mistakes_gives_the_numbers() -> None:
    page = refusals.broken(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "/numbers/" in page.content.decode()


@patient_page(write=Permission.PLAN)
def a_page(request: HttpRequest, patient: Patient) -> HttpResponse:
    return HttpResponse(patient.name)


def test_opening_a_record_is_written_down_with_the_page(people: People) -> None:
    a_page(a_request(people.ben), patient_id=people.patient.pk)
    event = AuditEvent.objects.get(action="record.read")
    assert (event.by_id, event.patient_id) == (people.ben.pk, people.patient.pk)


def test_sending_is_not_written_down_as_reading(people: People) -> None:
    a_page(a_request(people.ana, "POST"), patient_id=people.patient.pk)
    assert not AuditEvent.objects.filter(action="record.read").exists()
