"""The phone itself in a real browser at a real clinic: nothing is lost, nothing doubled, the person
is told. One clinic for the whole file; each phone was never there before."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route

from benchmarks.first_load import LARGEST, first_load
from openimt_clinic.database.embedded import EmbeddedServer
from tests.web.drawn import at_the_browser
from tests.web.live_clinic import LiveClinic, live_clinic
from tests.web.phone_look import look_at_all
from tests.web.phone_window import Phone

pytestmark = [pytest.mark.journey, pytest.mark.slow]
CARD = "/me/card/"
KEPT_HERE = "Kept on this phone. Not sent yet."
KEPT_TEXT = "async address => (await (await caches.match(address))?.text()) ?? ''"


@pytest.fixture(scope="module")
def clinic(server: EmbeddedServer, worker_id: str) -> Iterator[LiveClinic]:
    with live_clinic(server, worker_id, "phone") as started:
        yield started


def entries(clinic: LiveClinic, kind: str) -> list[tuple[object, ...]]:
    return clinic.rows(
        f"SELECT values, state, given_at, received_at FROM records_phoneentry WHERE kind = '{kind}'"
        " ORDER BY received_at"
    )


def test_it_can_be_installed_and_opens_without_a_net(phone: Phone) -> None:
    dans = phone()
    dans.sign_in()
    dans.keeps("/me/safety-plan/")
    devtools = dans.context.new_cdp_session(dans.page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    told = json.loads(manifest["data"])
    assert (told["name"], told["display"], told["start_url"]) == ("Riverside", "standalone", "/me/")
    wrong = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in wrong} <= {"in-incognito"}
    dans.offline()
    assert dans.open("/me/").get_by_role("heading", name="Hello Dan").is_visible()
    assert dans.open("/me/safety-plan/").get_by_text("Walk to the river and back.").is_visible()
    dans.page.wait_for_timeout(300)
    assert dans.page.locator("[data-phone-status]").inner_text() == "", "nobody is to be told"
    assert dans.open("/me/numbers/").get_by_role("link", name="Emergency 112").is_visible()
    page = dans.open("/me/path/c1/")
    assert page.get_by_role("heading", name="There is no net right now").is_visible()
    # Another language: what is kept is fetched anew, also the pages that belong to nobody.
    dans.offline(False)
    dans.speaks("de")
    dans.open("/me/")
    for address in ("/me/numbers/", "/me/skills/"):
        dans.until(lambda at=address: '<html lang="de"' in dans.page.evaluate(KEPT_TEXT, at))


@pytest.mark.always
def test_airplane_mode_in_the_middle_of_a_card(phone: Phone, clinic: LiveClinic) -> None:
    dans = phone()
    dans.sign_in(path=CARD)
    dans.keeps("/me/")
    dans.keeps(CARD)
    dans.touch("sad", 3)
    dans.offline()
    dans.touch("angry", 1)
    dans.done()
    dans.page.wait_for_url("**/me/")
    dans.says(KEPT_HERE)
    dans.open(CARD)
    dans.bound()
    assert dans.page.locator("input[name=sad]:checked").get_attribute("value") == "3"
    dans.offline(False)
    dans.says("Sent at")
    dans.page.reload()
    dans.bound()
    assert dans.page.locator("input[name=angry]:checked").get_attribute("value") == "1"
    values = [one[0] for one in entries(clinic, "diary")]
    assert values == [{"sad": 3, "angry": 1, "done": True}]


@pytest.mark.always
def test_a_killed_tab_loses_nothing(phone: Phone) -> None:
    dans = phone()
    dans.sign_in(path=CARD)
    dans.bound()
    dans.touch("sad", 4)
    words = "It was a <b>long</b> day. </textarea><script>window.broken = 1</script>"
    note = dans.page.locator("textarea").first
    note.fill(words)
    # No hand is quicker from the last letter to the end of the window.
    dans.page.wait_for_timeout(300)
    # Killed, not left: no page hears of it.
    dans.again()
    dans.open(CARD)
    dans.bound()
    assert dans.page.locator("input[name=sad]:checked").get_attribute("value") == "4"
    assert dans.page.locator("textarea").first.input_value() == words
    assert dans.page.evaluate("window.broken") is None


def test_a_phone_that_can_keep_nothing_says_so_and_sends_at_once(
    phone: Phone, clinic: LiveClinic
) -> None:
    dans = phone()
    dans.context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    dans.sign_in(path="/me/form/oi-safety/")
    held: list[Route] = []
    dans.context.route("**/me/sync/", lambda route: held.append(route) or None)
    before = len(entries(clinic, "form"))
    dans.touch("self_harm_urge", 0)
    dans.touch("self_harm_urge", 3)
    dans.says("This phone can keep nothing right now.")
    dans.until(lambda: bool(held))
    held[0].continue_()
    dans.says("Sent at")
    dans.context.unroute("**/me/sync/")
    assert [values for values, *_ in entries(clinic, "form")][before:] == [{"self_harm_urge": 3}]
    dans.done()
    dans.page.wait_for_url("**/me/")


def test_a_full_phone_without_a_net_says_that_nobody_has_been_told(phone: Phone) -> None:
    dans = phone()
    dans.context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    dans.sign_in(path=CARD)
    dans.offline()
    dans.touch("suicidal_urge", 5)
    panel = dans.page.locator("[data-phone-help]")
    panel.get_by_text("Nobody has been told yet. Please call.").wait_for()
    assert panel.get_by_role("link", name="Emergency 112").get_attribute("href") == "tel:112"
    dans.says("This could be neither kept nor sent.")


@pytest.mark.always
def test_a_worrying_answer_without_a_net(phone: Phone, clinic: LiveClinic) -> None:
    dans = phone()
    dans.sign_in(path=CARD)
    dans.keeps("/me/safety-plan/")
    dans.page.wait_for_timeout(200)
    dans.offline()
    dans.touch("suicidal_urge", 4)
    panel = dans.page.locator("[data-phone-help]")
    panel.get_by_text("Nobody has been told yet. Please call.").wait_for()
    panel.get_by_text("Walk to the river and back.").wait_for()
    assert panel.get_by_role("link", name="030 555 0172").get_attribute("href") == "tel:0305550172"
    assert dans.page.evaluate("document.activeElement.hasAttribute('data-phone-help')")
    # It opens again on every page, until somebody knows.
    dans.open("/me/")
    dans.page.locator("[data-phone-help]").get_by_text("Nobody has been told yet.").wait_for()
    dans.offline(False)
    go = panel.get_by_role("link", name="What happens now")
    go.wait_for()
    # Whom it went to, at this hour of this day.
    assert "Ana" in panel.inner_text()
    assert not panel.get_by_text("Nobody has been told yet.").is_visible()
    go.click()
    dans.page.get_by_role("heading", name="Thank you for telling us").wait_for()
    ((given, received),) = clinic.rows(
        "SELECT given_at, received_at FROM records_phoneentry"
        " WHERE (values->>'suicidal_urge')::float = 4"
    )
    assert given <= received


@pytest.mark.always
def test_medical_help_comes_first_and_stays_whatever_follows(phone: Phone) -> None:
    dans = phone()
    dans.sign_in(path="/me/form/oi-safety/")
    dans.offline()
    dans.touch("attempt", 1)
    panel = dans.page.locator("[data-phone-help]")
    lines = panel.locator("[data-help-says] p")
    lines.get_by_text("even if you feel well now").wait_for()
    assert panel.get_attribute("aria-modal") == "true"
    assert dans.page.locator("form[data-document]").evaluate("e => Boolean(e.closest('[inert]'))")
    panel.evaluate("e => e.scrollTo(0, 9999)")
    dans.page.keyboard.press("Escape")
    assert not dans.page.locator("form[data-document]").evaluate(
        "e => Boolean(e.closest('[inert]'))"
    )
    # A milder one that comes later takes nothing away, and is read from its beginning.
    dans.touch("suicidal_urge", 4)
    panel.wait_for()
    assert "even if you feel well now" in lines.first.inner_text()
    assert "Nobody has been told yet" in lines.nth(1).inner_text()
    assert panel.evaluate("e => e.scrollTop") == 0
    dans.offline(False)
    panel.get_by_role("link", name="What happens now").wait_for()
    assert "even if you feel well now" in lines.first.inner_text()
    assert not panel.get_by_text("Nobody has been told yet").is_visible()


def test_a_worrying_answer_after_the_sign_in_has_expired(phone: Phone) -> None:
    dans = phone()
    dans.sign_in(path=CARD)
    dans.context.clear_cookies(name="sessionid")
    dans.touch("suicidal_urge", 5)
    panel = dans.page.locator("[data-phone-help]")
    panel.get_by_text("Nobody has been told yet. Please call.").wait_for()
    panel.get_by_text("You are signed out. It is sent as soon as you sign in.").wait_for()
    panel.locator("a[href*='/account/login/']").click()
    dans.fill_sign_in()
    dans.page.locator("[data-phone-help]").get_by_text("Thank you for telling us").wait_for()


def test_what_the_clinic_refuses_stays_with_its_sentence(phone: Phone, clinic: LiveClinic) -> None:
    dans = phone()
    dans.sign_in()
    words = "<img src=x onerror=window.broken=1>"
    dans.writes("skill", {"nonsense": words})
    dans.says("One thing could not be taken by the clinic.")
    dans.page.locator("[data-phone-status] a").click()
    here = dans.page.locator("[data-waiting-here]")
    here.get_by_text(words).wait_for()
    assert dans.page.evaluate("window.broken") is None
    here.get_by_role("button", name="Take it off this phone").click()
    here.get_by_text("Nothing waits here.").wait_for()


def test_a_clock_that_is_wrong_by_a_day(phone: Phone, clinic: LiveClinic) -> None:
    dans = phone()
    dans.context.add_init_script(
        "const now = Date.now; const Real = Date; const day = 86400000;"
        "globalThis.Date = class extends Real { constructor(...a)"
        " { a.length ? super(...a) : super(Real.now() - day); }"
        " static now() { return now() - day } }"
    )
    dans.sign_in(path=CARD)
    before = len(entries(clinic, "diary"))
    dans.touch("ashamed", 2)
    dans.done()
    dans.page.wait_for_url("**/me/")
    dans.says("Sent at")
    rows = entries(clinic, "diary")
    assert len(rows) == before + 1
    _, state, given, received = rows[-1]
    assert state in {"kept", "clashed"}
    assert abs((received - given).total_seconds()) < 60
    names = clinic.rows("SELECT name FROM records_phonedocument WHERE kind = 'diary'")
    assert {name for (name,) in names} == {received.astimezone().date().isoformat()}


def test_two_devices_with_two_answers(phone: Phone, clinic: LiveClinic) -> None:
    one, other = phone(), phone()
    for dans in (one, other):
        dans.sign_in(path=CARD)
    one.offline()
    one.touch("content", 1)
    one.done()
    other.touch("content", 5)
    other.done()
    other.says("Sent at")
    one.offline(False)
    one.says("You gave two answers to this.")
    link = one.page.locator("[data-phone-status] a")
    link.click()
    assert one.page.url.endswith("/me/clashes/")


def test_an_expired_session_with_thirty_things(phone: Phone, clinic: LiveClinic) -> None:
    dans = phone()
    dans.sign_in()
    before = len(entries(clinic, "skill"))
    dans.offline()
    dans.writes("skill", *[{"title": "Cold water"}] * 30)
    dans.says("Kept on this phone: 30 things. Not sent yet.")
    dans.context.clear_cookies(name="sessionid")
    asked: list[int] = []
    dans.context.on(
        "request",
        lambda request: (
            request.url.endswith("/me/sync/")
            and asked.append(len(json.loads(request.post_data or "")["entries"]))
        ),
    )
    dans.offline(False)
    dans.says("Please sign in again. 30 things wait on this phone.")
    assert len(entries(clinic, "skill")) == before
    dans.page.locator("[data-phone-status] a", has_text="Sign in").click()
    dans.fill_sign_in()
    dans.says("Sent at")
    assert len(entries(clinic, "skill")) == before + 30
    assert set(asked) == {30}


def test_another_person_on_the_same_phone(phone: Phone, clinic: LiveClinic) -> None:
    shared = phone()
    shared.sign_in()
    shared.keeps("/me/safety-plan/")
    before = len(entries(clinic, "skill"))
    shared.offline()
    shared.writes("skill", *[{"title": "Mine alone"}] * 2)
    # Signed out before the net is back, so that nothing goes as the first person's.
    shared.context.clear_cookies(name="sessionid")
    shared.offline(False)
    shared.sign_in("mia")
    shared.keeps("/me/safety-plan/")
    shared.page.wait_for_timeout(300)
    assert "2 things" not in shared.page.locator("main").inner_text()
    shared.offline()
    assert "Walk to the river" not in shared.open("/me/safety-plan/").content()
    shared.offline(False)
    assert len(entries(clinic, "skill")) <= before + 2
    shared.context.clear_cookies(name="sessionid")
    shared.sign_in("dan")
    shared.says("Sent at")
    assert len(entries(clinic, "skill")) == before + 2


def test_signing_out_empties_the_pages_and_keeps_what_waits(phone: Phone) -> None:
    dans = phone()
    dans.sign_in(path="/me/me/")
    dans.keeps("/me/safety-plan/")
    dans.page.get_by_role("button", name="Sign out").click()
    dans.page.wait_for_url("**/account/login/**")
    names = dans.page.evaluate("caches.keys()")
    assert not [name for name in names if name.startswith("openimt-own-")]
    page = dans.open("/me/safety-plan/")
    assert page.get_by_role("link", name="Emergency 112").first.is_visible()
    dans.fill_sign_in()
    assert page.url.endswith("/me/safety-plan/")
    assert page.get_by_text("Walk to the river and back.").is_visible()


def test_signing_out_sends_what_was_begun_and_leaves_no_words(
    phone: Phone, clinic: LiveClinic
) -> None:
    dans = phone()
    dans.sign_in(path="/me/pause/")
    dans.page.locator("[name=meaning]").fill("She is done with me.")
    page = dans.open("/me/me/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/**")
    assert [row[0] for row in entries(clinic, "pause")] == [{"meaning": "She is done with me."}]
    dans.fill_sign_in()
    page = dans.open("/me/pause/")
    dans.bound()
    assert page.locator("[name=meaning]").input_value() == ""


def test_a_phone_of_ones_own_opens_the_plan_and_sends_without_sign_in(
    phone: Phone, clinic: LiveClinic
) -> None:
    dans = phone()
    dans.sign_in(path="/me/sharing/")
    choice = dans.page.locator("form.choice", has_text="When I open my safety plan")
    choice.get_by_role("button", name="Tell them").click()
    dans.open("/me/devices/")
    dans.page.get_by_role("button", name="This is my own phone").click()
    dans.page.get_by_text("This phone is yours.").wait_for()
    dans.keeps("/me/")
    before = len(entries(clinic, "plan_opened"))
    dans.context.clear_cookies(name="sessionid")
    page = dans.open("/me/safety-plan/")
    assert page.get_by_text("This is your phone’s own copy").is_visible()
    assert page.get_by_role("link", name="030 555 0172").is_visible()
    dans.says("Sent at")
    assert len(entries(clinic, "plan_opened")) == before + 1
    dans.offline()
    assert dans.open("/me/safety-plan/").get_by_text("Walk to the river and back.").is_visible()
    dans.offline(False)
    dans.sign_in(path="/me/devices/")
    dans.page.locator("[data-unclaim]").click()
    dans.page.get_by_role("button", name="This is my own phone").wait_for()
    assert not dans.page.evaluate("caches.has('openimt-plan')")


def test_the_plan_that_a_phone_keeps_goes_when_somebody_else_signs_in(phone: Phone) -> None:
    dans = phone()
    dans.sign_in(path="/me/devices/")
    dans.page.get_by_role("button", name="This is my own phone").click()
    dans.page.get_by_text("This phone is yours.").wait_for()
    dans.open("/me/me/").get_by_role("button", name="Sign out").click()
    dans.page.wait_for_url("**/account/login/**")
    assert dans.page.evaluate("caches.has('openimt-plan')"), "by their own wish"
    dans.sign_in("mia")
    dans.page.wait_for_function("async () => !(await caches.has('openimt-plan'))")


@pytest.mark.parametrize("path", ["/me/", CARD])
def test_the_first_load_is_small_enough_for_an_old_phone(clinic: LiveClinic, path: str) -> None:
    with at_the_browser() as browser:
        load = first_load(browser, clinic, path, slow=False)
    assert load.bytes <= LARGEST, load.sizes


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_phone_itself_is_whole_and_readable(phone: Phone, language: str) -> None:
    look_at_all(phone(), language)
