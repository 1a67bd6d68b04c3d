"""A zero byte in what somebody sends says nothing: it is left out, and no page breaks of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.zero_bytes import ZeroBytes
from tests.web.pages_of import Browser
from tests.web.people import People
from tests.web.test_to_sign import address, an_agreement


def cleaned(request: HttpRequest) -> HttpRequest:
    """The request as a page gets it."""
    ZeroBytes(lambda _: HttpResponse()).process_view(request, cleaned, (), {})
    return request


def test_a_search_for_it_finds_as_for_nothing(people: People, signed_in: Browser) -> None:
    asked = signed_in(people.ana).get(reverse("clinician:way_back"), {"search": "\x00x"})
    assert asked.status_code == 200


def test_what_a_person_wants_to_talk_about_is_kept_without_it(
    people: People, signed_in: Browser
) -> None:
    said = {"do": "talk", "words": "The crisis\x00 part."}
    assert signed_in(people.dan).post(address(an_agreement(people)), said).status_code == 302
    assert PhoneDocument.objects.get().values["words"] == "The crisis part."


def test_names_lists_and_files_come_through_and_passwords_are_left_to_their_form() -> None:
    one = SimpleUploadedFile("a.bin", b"\x00\x01")
    sent = {"tick": ["a\x00", "b"], "na\x00me": "x", "password": "p\x00q", "scan": one}
    request = cleaned(RequestFactory().post("/?page=\x001", sent))
    assert request.POST.getlist("tick") == ["a", "b"]
    assert request.POST["name"] == "x"
    assert request.POST["password"] == "p\x00q"
    assert request.GET["page"] == "1"
    assert request.FILES["scan"].read() == b"\x00\x01"


def test_what_has_none_is_not_touched_and_an_address_with_one_leads_nowhere() -> None:
    request = RequestFactory().post("/", {"a": "b"})
    before = request.POST
    assert cleaned(request).POST is before
    with pytest.raises(Http404):
        cleaned(RequestFactory().get("/catalogue/module/%00/"))
