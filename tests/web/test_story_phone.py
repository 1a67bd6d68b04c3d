"""The story on a real phone at a real clinic: written and stopped without a net, shared, and taken
away so that the phone forgets it, too."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Route

from openimt_clinic.database.embedded import EmbeddedServer
from tests.web.live_clinic import LiveClinic, live_clinic
from tests.web.phone_window import PhoneWindow, phone_window

pytestmark = [pytest.mark.journey, pytest.mark.slow]
KEPT_HERE = "Kept on this phone. Not sent yet."
IN_CACHES = """async word => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if ((await (await cache.match(request)).text()).includes(word)) return request.url;
    }
  }
  return "";
}"""


@pytest.fixture(scope="module")
def clinic(server: EmbeddedServer, worker_id: str) -> Iterator[LiveClinic]:
    """Dan's therapy is bound to no phase, so all of the story is open to him."""
    with live_clinic(server, worker_id, "story") as started:
        with psycopg.connect(started.environment["DATABASE_URL"]) as there:
            there.execute("SELECT set_config('app.clinic', %s, false)", [started.ids["clinic"]])
            there.execute("UPDATE records_patient SET therapy = 'gpm'")
        yield started


@pytest.fixture
def dans(clinic: LiveClinic) -> Iterator[PhoneWindow]:
    with phone_window(clinic) as window:
        window.sign_in(path="/me/story/")
        yield window


def standing(clinic: LiveClinic, title: str) -> list[tuple[object, ...]]:
    """What stands in the entry of that title: its values, and whether it is shared."""
    rows = clinic.rows("SELECT fields, shared FROM records_phonedocument")
    plain = [({name: one["value"] for name, one in fields.items()}, on) for fields, on in rows]
    return [(values, on) for values, on in plain if values.get("title") == title]


def begin(dans: PhoneWindow, title: str) -> None:
    dans.open("/me/story/new/scene/")
    dans.page.get_by_label("A title").fill(title)
    dans.touch("tone", "good")


def test_a_title_leads_to_its_own_page(dans: PhoneWindow, clinic: LiveClinic) -> None:
    begin(dans, "The old jetty")
    dans.page.get_by_role("button", name="Keep the title").click()
    dans.page.get_by_role("heading", name="The old jetty").wait_for()
    assert "/me/story/scene/" in dans.page.url
    assert dans.page.get_by_text("A title is enough. It can stay like this.").is_visible()
    assert standing(clinic, "The old jetty") == [
        ({"title": "The old jetty", "tone": "good"}, False)
    ]


def test_the_page_knows_the_name_although_its_own_script_comes_late(dans: PhoneWindow) -> None:
    def late(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    dans.context.route("**/patient/js/story.*", late)
    begin(dans, "The last ferry")
    dans.page.get_by_role("button", name="Keep the title").click()
    dans.page.get_by_role("heading", name="The last ferry").wait_for()


def test_without_a_net_a_title_is_kept_and_goes_later(
    dans: PhoneWindow, clinic: LiveClinic
) -> None:
    dans.keeps("/me/story/new/scene/")
    dans.offline()
    begin(dans, "In the train")
    dans.page.get_by_role("button", name="Keep the title").click()
    dans.page.wait_for_url("**/me/story/")
    dans.says(KEPT_HERE)
    assert standing(clinic, "In the train") == []
    dans.offline(False)
    dans.says("Sent at")
    assert len(standing(clinic, "In the train")) == 1


def test_stopped_without_a_net_it_is_kept_and_nobody_is_told(
    dans: PhoneWindow, clinic: LiveClinic
) -> None:
    dans.keeps("/me/story/new/scene/")
    dans.offline()
    begin(dans, "Grey afternoon")
    dans.page.get_by_role("button", name="Stop here").click()
    dans.page.get_by_role("heading", name="You have stopped.").wait_for()
    assert not dans.page.get_by_label("A title").is_visible()
    dans.says(KEPT_HERE)
    dans.offline(False)
    dans.says("Sent at")
    assert len(standing(clinic, "Grey afternoon")) == 1
    assert clinic.rows("SELECT 1 FROM records_phonedocument WHERE kind = 'story_stop'") == []
    dans.page.get_by_role("button", name="Yes, let them know").click()
    dans.page.wait_for_url("**/me/story/")
    notes = clinic.rows("SELECT fields FROM records_phonedocument WHERE kind = 'story_stop'")
    assert [set(fields) for (fields,) in notes] == [{"stopped"}]


def test_shared_taken_back_and_taken_away_the_phone_forgets_it(
    dans: PhoneWindow, clinic: LiveClinic
) -> None:
    begin(dans, "The marmalade cake")
    dans.page.get_by_role("button", name="Keep the title").click()
    dans.page.get_by_role("link", name="Write more").click()
    dans.page.get_by_label("What happened?").fill("We ate it warm.")
    dans.page.get_by_role("button", name="Keep it").click()
    dans.page.get_by_role("link", name="Share it with Ana").click()
    dans.page.get_by_role("button", name="Share it").click()
    dans.page.get_by_text("You and Ana.").wait_for()
    assert [shared for _, shared in standing(clinic, "The marmalade cake")] == [True]
    dans.page.get_by_role("link", name="Take it back").click()
    dans.page.get_by_role("button", name="Take it back").click()
    dans.page.get_by_text("Only you.").wait_for()
    assert [shared for _, shared in standing(clinic, "The marmalade cake")] == [False]
    dans.page.get_by_role("link", name="Take it away for good").click()
    dans.page.get_by_role("button", name="Take it away").click()
    dans.page.wait_for_url("**/me/story/")
    dans.page.get_by_role("heading", name="My story").wait_for()
    assert standing(clinic, "The marmalade cake") == []
    assert clinic.rows("SELECT 1 FROM records_phoneentry WHERE values::text LIKE '%warm%'") == []
    dans.page.wait_for_function(f"async () => !(await ({IN_CACHES})('warm'))")
    dans.page.wait_for_function(f"async () => !(await ({IN_CACHES})('marmalade'))")
