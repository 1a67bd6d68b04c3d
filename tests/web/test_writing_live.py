"""Writing about a person in real windows: kept as typed, without a net, beside another, undone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import APIResponse, Route, expect

from openimt_clinic.database.embedded import EmbeddedServer
from tests.web.desk import Desk, desk
from tests.web.live_clinic import LiveClinic, live_clinic

pytestmark = pytest.mark.journey

Sits = Callable[[str], Desk]
HOSTILE = "<script>alert(1)</script><b>bold</b> & “quoted” \u202ereversed"


@pytest.fixture(scope="module")
def clinic(server: EmbeddedServer, worker_id: str) -> Iterator[LiveClinic]:
    with live_clinic(server, worker_id, "desk") as started:
        treats = "UPDATE records_carerelation SET kind = 'treating' RETURNING id"
        assert started.rows(treats)
        yield started


@pytest.fixture
def sits(clinic: LiveClinic) -> Iterator[Sits]:
    with ExitStack() as stack:
        yield lambda who: stack.enter_context(desk(clinic, who))


def a_note(sat: Desk) -> str:
    """A new note; its address."""
    sat.go(sat.dan("written/note/"))
    sat.press("Write")
    sat.page.wait_for_selector("form[data-bound]")
    return sat.page.url


def values(clinic: LiveClinic, address: str) -> dict[str, object]:
    document = address.rstrip("/").rsplit("/", 1)[-1]
    ((fields, state),) = clinic.rows(
        f"SELECT fields, state FROM records_caredocument WHERE id = '{document}'"
    )
    return {"state": state, **{name: row["value"] for name, row in fields.items()}}


def test_a_field_is_kept_as_it_is_left_and_signed_with_one_press(
    clinic: LiveClinic, sits: Sits
) -> None:
    ana = sits("ana")
    address = a_note(ana)
    ana.write("about", "A call")
    ana.kept()
    assert values(clinic, address) == {"state": "draft", "about": "A call"}
    ana.field("text").fill(HOSTILE)
    ana.press("Sign")
    ana.page.wait_for_selector("#signed")
    assert values(clinic, address) == {"state": "signed", "about": "A call", "text": HOSTILE}
    assert HOSTILE in ana.page.locator(".written").inner_text()


def test_an_answer_that_comes_late_does_not_take_back_what_is_kept(
    clinic: LiveClinic, sits: Sits
) -> None:
    ana = sits("ana")
    address = a_note(ana)
    late: list[tuple[Route, APIResponse]] = []
    ana.context.route("**/now/*", lambda route: late.append((route, route.fetch())))
    ana.go(address)
    expect(ana.field("text")).to_be_visible()
    while not late:
        ana.page.wait_for_timeout(20)
    ana.write("about", "A call")
    ana.write("text", "She called.")
    ana.kept()
    route, reply = late[0]
    with ana.page.expect_response("**/now/*"):
        route.fulfill(response=reply)
    ana.page.wait_for_timeout(200)
    expect(ana.field("text")).to_have_value("She called.")
    ana.press("Sign")
    ana.page.wait_for_selector("#signed", timeout=5000)
    assert values(clinic, address) == {"state": "signed", "about": "A call", "text": "She called."}


def test_without_a_connection_it_waits_in_the_browser_and_survives_a_closed_window(
    clinic: LiveClinic, sits: Sits
) -> None:
    ana = sits("ana")
    address = a_note(ana)
    ana.offline()
    ana.write("about", "Written on a train")
    ana.says("^No connection")
    ana.page.close()
    ana.offline(False)
    ana.page = ana.context.new_page()
    ana.go(address)
    ana.kept()
    assert values(clinic, address)["about"] == "Written on a train"
    left = "Object.keys(localStorage).filter(k => k.startsWith('openimt.writing')).length"
    assert ana.page.evaluate(left) == 0


def test_without_a_connection_nothing_is_signed(clinic: LiveClinic, sits: Sits) -> None:
    ana = sits("ana")
    address = a_note(ana)
    ana.write("about", "A call")
    ana.kept()
    ana.offline()
    ana.write("text", "The end of it")
    ana.press("Sign")
    ana.says("cannot be signed")
    assert values(clinic, address)["state"] == "draft"
    ana.offline(False)


def test_two_people_see_each_other_and_a_clash_is_chosen(clinic: LiveClinic, sits: Sits) -> None:
    ana, ben = sits("ana"), sits("ben")
    address = a_note(ana)
    ana.write("about", "A call")
    ana.kept()
    ben.go(address)
    ben.page.wait_for_selector("[data-others]:not([hidden])")
    assert ben.page.locator("[data-others]").inner_text() == "Also here: Ana"
    ana.offline()
    ana.write("text", "She was calm.")
    ben.write("text", "He sounded tired.")
    ben.kept()
    ana.offline(False)
    ana.page.wait_for_selector("[data-clash]:not([hidden])")
    assert "Ben wrote: He sounded tired." in ana.page.locator("[data-clash]:visible").inner_text()
    ana.says("^Two writings wait for your choice: “Note”")
    ana.picture("writing-clash")
    ben.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ben.page.wait_for_selector("[data-clash]:not([hidden])")
    told = ben.page.locator("[data-clash]:visible").inner_text()
    assert told.startswith("Ana wrote here at the same time: She was calm.")
    ben.says("^Two writings wait for your choice: “Note”")
    ana.press("Keep mine")
    ana.kept()
    ben.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ben.page.wait_for_selector("[data-clash]", state="hidden")
    expect(ben.field("text")).to_have_value("She was calm.")
    assert values(clinic, address)["text"] == "She was calm."


def test_the_last_change_is_taken_back(clinic: LiveClinic, sits: Sits) -> None:
    ana = sits("ana")
    address = a_note(ana)
    ana.write("about", "Right")
    ana.kept()
    ana.write("about", "Wrong")
    ana.kept()
    ana.press("Take back the last change")
    expect(ana.field("about")).to_have_value("Right")
    assert values(clinic, address)["about"] == "Right"
    ana.write("text", "Said.")
    ana.kept()
    ana.page.reload()
    ana.page.wait_for_selector("form[data-bound]")
    ana.field("about").press("Enter")
    assert values(clinic, address)["state"] == "draft"
    ana.page.get_by_role("button", name="Sign", exact=True).press("Enter")
    ana.page.wait_for_selector("#signed", timeout=5000)


def test_a_very_long_text_is_kept_and_a_longer_one_stays_where_it_was_typed(
    clinic: LiveClinic, sits: Sits
) -> None:
    ana = sits("ana")
    address = a_note(ana)
    ana.write("text", "x" * 200_000)
    ana.kept()
    assert values(clinic, address) == {"state": "draft", "text": "x" * 200_000}
    ana.write("text", "y" * 250_001)
    ana.says("^Not kept.*“Note”: at most 250,000 letters")
    asked: list[str] = []
    ana.page.on("dialog", lambda one: (asked.append(one.type), one.accept()))
    ana.press("Sign")
    expect(ana.field("text")).to_be_focused()
    ana.page.reload()
    ana.says("^Not kept.*“Note”")
    assert asked == ["beforeunload"]
    assert len(ana.field("text").input_value()) == 250_001
    assert values(clinic, address) == {"state": "draft", "text": "x" * 200_000}


def test_without_script_the_same_form_keeps_and_signs(clinic: LiveClinic, sits: Sits) -> None:
    ana = sits("ana")
    address = a_note(ana)
    ana.context.route("**/*.js", lambda route: route.abort())
    ana.go(address)
    ana.field("about").fill("By hand")
    ana.field("text").fill("No script at all.")
    ana.press("Sign")
    ana.page.wait_for_selector("#signed")
    assert values(clinic, address)["state"] == "signed"
