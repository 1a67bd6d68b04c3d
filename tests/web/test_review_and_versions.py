"""Signatures under modules, and which catalogue whose plan stands on, as people see them."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openimt.catalogue.load import load
from openimt.catalogue.source import CatalogueSource, source_of
from openimt.errors import RecordError
from openimt_clinic.actions.assessing import read_target, record_diagnosis
from openimt_clinic.actions.planning import adopt, propose
from openimt_clinic.actions.reviewing import sign_module, take_back_signature
from openimt_clinic.clinician.review_view import packaged_says, review_table
from openimt_clinic.database.wall import inside
from openimt_clinic.records.mapping.catalogues import current_ground, current_version
from openimt_clinic.records.mapping.plans import plan_of
from openimt_clinic.records.mapping.reviews import ModuleReview, review_of
from openimt_clinic.records.module_signature import ModuleSignature, SignedAs
from openimt_clinic.records.plan_version import PlanVersion
from tests.web.catalogues import edited, loaded, packaged
from tests.web.kept import TODAY
from tests.web.pages_of import Browser, opened, sent
from tests.web.people import People

R3 = load().module("r3")
R3_EDITED = ("modules/r3.toml", f'name = "{R3.name}"', 'name = "Skills that flood less"')
R2_EDITED = ("modules/r2.toml", f'name = "{load().module("r2").name}"', 'name = "Other"')


@pytest.fixture
def nora(people: People, signed_in: Browser) -> Client:
    return signed_in(people.nora)


def review(people: People, module: str = "r3") -> ModuleReview:
    return review_of(people.clinic, current_ground(people.clinic), module)


def sign(people: People, signed_as: SignedAs, signer: str, **other: str) -> ModuleSignature:
    content = other.get("content") or review(people).content
    return sign_module(
        clinic=people.clinic, module="r3", content=content, signed_as=signed_as, signer=signer,
        on=TODAY, by=people.nora,
    )  # fmt: skip


def read(client: Client, name: str, *ids: object) -> str:
    answer = client.get(reverse(f"clinician:{name}", args=ids))
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


# ---- signatures --------------------------------------------------------------------------------


def test_a_module_is_a_draft_until_both_have_signed(people: People) -> None:
    assert review(people).waits_for == (SignedAs.CLINICIAN, SignedAs.LIVED_EXPERIENCE)
    sign(people, SignedAs.LIVED_EXPERIENCE, "Mia Holm")
    assert review(people).waits_for == (SignedAs.CLINICIAN,)
    sign(people, SignedAs.CLINICIAN, "Dr Ana Weber")
    assert review(people).signed


def test_an_edit_returns_it_to_draft_and_another_modules_edit_does_not(people: People) -> None:
    packaged(people.clinic)
    sign(people, SignedAs.CLINICIAN, "Dr Ana Weber")
    sign(people, SignedAs.LIVED_EXPERIENCE, "Mia Holm")
    loaded(people.clinic, edited(R2_EDITED))
    assert review(people).signed
    loaded(people.clinic, edited(R3_EDITED))
    assert not review(people).signed
    assert review(people).edited


@pytest.mark.parametrize("signer", ["Dr Ana Weber", "dr  ana weber "])
def test_one_person_does_not_sign_for_both(people: People, signer: str) -> None:
    sign(people, SignedAs.CLINICIAN, "Dr Ana Weber")
    with pytest.raises(RecordError, match="two people sign"):
        sign(people, SignedAs.LIVED_EXPERIENCE, signer)


def test_what_was_not_read_is_not_signed(people: People) -> None:
    with pytest.raises(RecordError, match="edited since this page was opened"):
        sign(people, SignedAs.CLINICIAN, "Dr Ana Weber", content="0" * 64)
    with pytest.raises(RecordError, match="Write the name"):
        sign(people, SignedAs.CLINICIAN, "  ")


def test_a_side_signs_once(people: People) -> None:
    sign(people, SignedAs.CLINICIAN, "Dr Ana Weber")
    with pytest.raises(RecordError, match="has signed the module as it is"):
        sign(people, SignedAs.CLINICIAN, "Dr Tomas Okafor")


def test_taken_back_it_waits_again_and_stays_in_the_record(people: People) -> None:
    kept = sign(people, SignedAs.CLINICIAN, "Dr Ana Weber")
    take_back_signature(signature=kept, by=people.nora)
    assert SignedAs.CLINICIAN in review(people).waits_for
    assert ModuleSignature.objects.get(pk=kept.pk).taken_back_by == people.nora
    with pytest.raises(RecordError, match="taken back already"):
        take_back_signature(signature=kept, by=people.nora)
    sign(people, SignedAs.CLINICIAN, "Dr Ana Weber")


def test_the_form_keeps_what_was_typed_and_signs(people: People, nora: Client) -> None:
    address = reverse("clinician:review", args=["r3"])
    given = {
        "signer": "Mia Holm",
        "signed_as": "lived_experience",
        "on": timezone.localdate().isoformat(),
        "content": review(people).content,
    }
    refused = nora.post(address, given)
    assert refused.status_code == 200
    assert "Mia Holm" in refused.content.decode()
    assert not ModuleSignature.objects.exists()
    later = {**given, "read": "on", "on": (timezone.localdate() + timedelta(1)).isoformat()}
    assert "This day is still to come" in nora.post(address, later).content.decode()
    assert nora.post(address, {**given, "read": "on"}).status_code == 302
    kept = ModuleSignature.objects.get()
    assert (kept.signer, kept.recorded_by, kept.catalogue) == (
        "Mia Holm",
        people.nora,
        load().version,
    )


def test_the_list_says_which_wait_and_the_module_page_who_signed(
    people: People, nora: Client, signed_in: Browser
) -> None:
    sign(people, SignedAs.CLINICIAN, "Dr Ana Weber")
    waiting = len(load().modules)
    assert f"{waiting} modules of catalogue {load().version} wait" in read(nora, "reviews")
    sign(people, SignedAs.LIVED_EXPERIENCE, "Mia Holm")
    page = read(nora, "reviews")
    assert f"{waiting - 1} modules" in page
    assert page.index(R3.name) > page.index(load().module("n7").name)  # the signed ones come last
    module = read(signed_in(people.ana), "module", "r3")
    assert "Signed here by both, as it reads now." in module
    assert "Mia Holm, a person with lived experience" in module
    assert "Its file says: draft." in module


def test_who_is_no_author_reads_and_cannot_sign(people: People, signed_in: Browser) -> None:
    page = read(signed_in(people.ana), "review", "r3")
    assert "Keep the signature" not in page
    assert "Catalogue authors of this clinic write signatures down." in page


def test_another_clinics_signatures_are_not_ours(people: People) -> None:
    sign(people, SignedAs.CLINICIAN, "Dr Ana Weber")
    with inside(clinic=people.elsewhere.pk):
        there = review_of(people.elsewhere, current_ground(people.elsewhere), "r3")
        assert there.signatures == ()


def test_both_signatures_can_be_carried_into_the_file_and_hold_there(people: People) -> None:
    sign(people, SignedAs.CLINICIAN, 'Dr Ana "Ani" Weber')
    assert review_table(review(people)) == ""
    sign(people, SignedAs.LIVED_EXPERIENCE, "Mia Holm")
    table = review_table(review(people))
    file = source_of().files["modules/r3.toml"].decode().replace('"draft"', '"approved"', 1)
    # Tables come after the plain lines, so it can simply be added.
    source = CatalogueSource({**edited().files, "modules/r3.toml": f"{file}\n{table}\n".encode()})
    loaded(people.clinic, source)
    assert review(people).signed  # a signature in the file is no edit of the text
    said = packaged_says(current_ground(people.clinic).catalogue.module("r3"))
    assert said.startswith('Its file says: approved. Signed in it by: Dr Ana "Ani" Weber')
    assert "Mia Holm, a person with lived experience" in said


def test_a_comment_is_no_edit(people: People) -> None:
    sign(people, SignedAs.CLINICIAN, "Dr Ana Weber")
    loaded(people.clinic, edited(("modules/r3.toml", 'id = "r3"', '# Looked at.\nid = "r3"')))
    assert not review(people).edited


# ---- versions ----------------------------------------------------------------------------------


@pytest.fixture
def running(people: People) -> PlanVersion:
    """Dan's plan in force on the packaged catalogue; a newer one is in use."""
    packaged(people.clinic)
    today = timezone.localdate()
    record_diagnosis(patient=people.patient, code="6D11.5", on=today, by=people.ana)
    read_target(
        patient=people.patient, target="emotion_intensity", severity=0.8, sd=0.1, on=today,
        by=people.ana,
    )  # fmt: skip
    plan = adopt(version=propose(patient=people.patient, on=today, by=people.ana), by=people.ana)
    loaded(people.clinic, edited(R3_EDITED), by=people.nora)
    return plan


def test_the_lead_sees_who_is_on_which_and_the_author_sees_nobody(
    people: People, running: PlanVersion, signed_in: Browser, nora: Client
) -> None:
    lead = read(signed_in(people.lea), "catalogue_versions")
    assert "Dan M." in lead
    assert "Make new plans from it" not in lead
    author = read(nora, "catalogue_versions")
    assert "Dan M." not in author
    assert "Make new plans from it" in author
    assert "Nora" in author
    assert author.index("2099.1") < author.index(load().version)


def test_an_author_goes_back_to_the_one_before(
    people: People, running: PlanVersion, nora: Client
) -> None:
    before = running.made_with
    assert before is not None
    assert nora.post(reverse("clinician:use_catalogue", args=[before.pk])).status_code == 302
    assert current_version(people.clinic) == before


def test_the_plan_page_says_calmly_that_a_newer_one_is_here(
    people: People, running: PlanVersion, signed_in: Browser
) -> None:
    ana = signed_in(people.ana)
    page = " ".join(opened(ana, "plan", people).split())
    stands = f"This plan stands on catalogue {load().version}; 2099.1 is here."
    assert f"{stands} Nothing changes by itself" in page
    assert "See what would change" in page


def test_the_comparison_shows_before_and_after_and_the_button_moves(
    people: People, running: PlanVersion, signed_in: Browser
) -> None:
    ana = signed_in(people.ana)
    page = " ".join(opened(ana, "move_plan", people).split())
    assert "Skills that flood less" in page
    assert "Different: its name." in page
    assert "The plan itself stays as it is" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    _, done = sent(ana, "move_plan", people, seen="other")
    assert not done
    after, done = sent(ana, "move_plan", people, seen=seen)
    assert done
    assert "The plan is moved" in after
    assert "Skills that flood less" in after
    assert "is here. Nothing changes by itself" not in after
    assert "There is nothing to move" in opened(ana, "move_plan", people)


def test_a_module_opened_from_the_plan_is_the_plans_own(
    people: People, running: PlanVersion, signed_in: Browser
) -> None:
    ana = signed_in(people.ana)
    assert "/plan/read/r3/" in opened(ana, "plan", people)
    own = opened(ana, "plan_module", people, "r3")
    assert R3.name in own
    assert "Skills that flood less" not in own
    assert f"as catalogue {load().version} has it" in own
    assert "Why it is in the plan of Dan M." in own
    placed = plan_of(running).placement("r3")
    assert placed is not None
    for reason in placed.reasons:
        assert reason.says[1:] in own
        assert reason.rule in own
    assert "Skills that flood less" in read(ana, "module", "r3")


def test_who_only_reads_sees_the_comparison_without_the_button(
    people: People, running: PlanVersion, signed_in: Browser
) -> None:
    page = opened(signed_in(people.ben), "move_plan", people)
    assert "Skills that flood less" in page
    assert "Move this plan" not in page
