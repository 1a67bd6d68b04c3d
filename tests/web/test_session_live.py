"""A session in a real window: without a net nothing is lost, what is pasted arrives as plain text,
and a button pressed twice signs once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from openimt_clinic.database.embedded import EmbeddedServer
from tests.web.desk import Desk, desk
from tests.web.live_clinic import LiveClinic, live_clinic

pytestmark = pytest.mark.journey

Sits = Callable[[str], Desk]
APPOINTMENT = """
INSERT INTO records_appointment (id, clinic_id, patient_id, series, with_whom_id, starts_at,
    minutes, place, "where", call_back, near, state, reason, changes)
SELECT gen_random_uuid(), patient.clinic_id, patient.id, gen_random_uuid(), ana.id,
    date_trunc('second', clock_timestamp()), 50, 'in_person', '', '', '', 'planned', '', 0
FROM records_patient patient, records_user ana
WHERE patient.id = '{dan}' AND ana.email = 'ana@example.org' RETURNING id
"""
RICH = """async () => {
  const html = new Blob(['<b>She <i>said</i></b><script>alert(1)</script>'], {type: 'text/html'});
  const plain = new Blob(['She said'], {type: 'text/plain'});
  await navigator.clipboard.write([new ClipboardItem({'text/html': html, 'text/plain': plain})]);
}"""


@pytest.fixture(scope="module")
def clinic(server: EmbeddedServer, worker_id: str) -> Iterator[LiveClinic]:
    with live_clinic(server, worker_id, "session") as started:
        yield started


@pytest.fixture
def sits(clinic: LiveClinic) -> Iterator[Sits]:
    with ExitStack() as stack:
        yield lambda who: stack.enter_context(desk(clinic, who))


def a_session(clinic: LiveClinic, sat: Desk) -> str:
    """A session of now, begun; its appointment."""
    ((appointment,),) = clinic.rows(APPOINTMENT.format(dan=clinic.ids["dan"]))
    sat.go(sat.dan(f"session/{appointment}/"))
    sat.press("Begin the session")
    sat.page.wait_for_selector("form[data-bound]")
    return str(appointment)


def note(clinic: LiveClinic, appointment: str) -> dict[str, object]:
    ((fields, state),) = clinic.rows(
        f"SELECT fields, state FROM records_caredocument WHERE appointment_id = '{appointment}'"
    )
    return {"state": state, **{name: row["value"] for name, row in fields.items()}}


def test_without_a_net_a_session_is_written_on_and_nothing_is_lost(
    clinic: LiveClinic, sits: Sits
) -> None:
    ana = sits("ana")
    appointment = a_session(clinic, ana)
    ana.offline()
    ana.write("note", "He came in calm.")
    ana.page.get_by_label("A scene").first.check()
    ana.page.get_by_label("In a line", exact=True).first.fill("The kitchen on Sunday")
    ana.page.get_by_label("To try until next time").fill("One line a day.")
    ana.page.get_by_label("To try until next time").blur()
    ana.says("^No connection")
    ana.press("Sign the note")
    ana.says("cannot be signed")
    ana.page.close()
    ana.offline(False)
    ana.page = ana.context.new_page()
    ana.go(ana.dan(f"session/{appointment}/"))
    ana.kept()
    kept = note(clinic, appointment)
    assert kept["state"] == "draft"
    assert kept["note"] == "He came in calm."
    assert kept["homework"] == "One line a day."
    assert kept["captured"] == [["episode", "The kitchen on Sunday"]]


def test_what_is_pasted_arrives_plain_and_two_presses_sign_once(
    clinic: LiveClinic, sits: Sits
) -> None:
    ana = sits("ana")
    appointment = a_session(clinic, ana)
    ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ana.page.evaluate(RICH)
    ana.field("note").focus()
    ana.page.keyboard.press("Control+V")
    expect(ana.field("note")).to_have_value("She said")
    ana.page.get_by_role("button", name="Sign the note").dblclick()
    expect(ana.page.locator("main")).to_contain_text("What was done")
    assert note(clinic, appointment)["state"] == "signed"
    held = clinic.rows(
        f"SELECT note FROM records_sessionrecord WHERE appointment_id = '{appointment}'"
    )
    assert held == [("She said",)]
