"""A phone at its edges: a touch before the scripts are there, a day that is over, a store that is
full, a database that fails on some of what was sent. Nothing is lost, nothing doubled."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from playwright.sync_api import Route

from openimt_clinic.database.embedded import EmbeddedServer
from tests.web.live_clinic import LiveClinic, live_clinic
from tests.web.phone_window import Phone, PhoneWindow

pytestmark = [pytest.mark.journey, pytest.mark.slow]
CARD = "/me/card/"
TOUCHED_EARLY = """
document.addEventListener("readystatechange", () => {
  const answer = document.querySelector("input[name=sad][value='3']");
  if (document.readyState !== "interactive" || !answer) return;
  window.stood = answer.checked;
  answer.click();
});
"""
"""The page has been read; what is a module runs only after this."""
A_DAY_SLOW = """
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...a) { a.length ? super(...a) : super(Real.now() - 86400000); }
  static now() { return Real.now() - 86400000; }
};
"""
KEPT_YESTERDAY = """async pages => {
  const day = offset => {
    const at = new Date();
    at.setDate(at.getDate() + offset);
    return new Intl.DateTimeFormat("sv-SE").format(at);
  };
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const page of pages) {
      const kept = await cache.match(page);
      if (!kept) continue;
      const text = (await kept.text()).replaceAll(day(0), day(-1));
      await cache.put(page, new Response(text, { headers: kept.headers }));
    }
  }
}"""
"""The pages as they would stand there, had they been kept the day before."""


@pytest.fixture(scope="module")
def clinic(server: EmbeddedServer, worker_id: str) -> Iterator[LiveClinic]:
    with live_clinic(server, worker_id, "edges") as started:
        yield started


def said(clinic: LiveClinic, kind: str = "diary") -> list[dict[str, object]]:
    rows = clinic.rows(
        f"SELECT values FROM records_phoneentry WHERE kind = '{kind}' ORDER BY received_at"
    )
    return [values for (values,) in rows]


def is_chosen(dans: PhoneWindow, name: str, value: int) -> None:
    dans.page.locator(f"form[data-bound] input[name={name}][value='{value}']:checked").wait_for(
        state="attached"
    )


def test_what_was_kept_yesterday_is_nobodys_answer_of_today(
    phone: Phone, clinic: LiveClinic
) -> None:
    dans = phone()
    dans.sign_in(path=CARD)
    dans.keeps("/me/kept-at")
    dans.touch("sad", 3)
    dans.page.locator("textarea").first.fill("The long rain.")
    dans.done()
    dans.page.wait_for_url("**/me/")
    dans.says("Sent at")
    for path in (CARD, "/me/"):
        dans.open(path)
    dans.page.evaluate(KEPT_YESTERDAY, [CARD, "/me/"])
    dans.offline()
    page = dans.open("/me/")
    assert page.get_by_role("link", name="Today’s card").is_visible()
    assert not page.get_by_text("Your card for today is done.").is_visible()
    dans.context.add_init_script(TOUCHED_EARLY)
    dans.open(CARD)
    assert dans.page.evaluate("window.stood") is False, "yesterday's answer is not shown"
    is_chosen(dans, "sad", 3)
    assert dans.page.locator("textarea").first.input_value() == ""
    dans.done()
    dans.page.wait_for_url("**/me/")
    dans.says("Kept on this phone.")
    dans.offline(False)
    dans.says("Sent at")
    assert said(clinic)[-1] == {"sad": 3, "done": True}


def test_a_touch_on_the_answer_that_stands_there_is_heard_before_any_script(
    phone: Phone, clinic: LiveClinic
) -> None:
    """The page is of the clinic's day; by this phone's calendar it is another one, so what stands
    there goes as soon as the scripts know. What was touched stays."""
    dans = phone()
    dans.sign_in(path=CARD)
    dans.touch("sad", 3)
    dans.touch("angry", 2)
    dans.done()
    dans.page.wait_for_url("**/me/")
    dans.says("Sent at")
    before = len(said(clinic))
    dans.context.add_init_script(A_DAY_SLOW + TOUCHED_EARLY)
    dans.open(CARD)
    assert dans.page.evaluate("window.stood") is True
    is_chosen(dans, "sad", 3)
    assert dans.page.locator("input[name=angry][value='2']:checked").count() == 0
    dans.done()
    dans.page.wait_for_url("**/me/")
    dans.says("Sent at")
    assert said(clinic)[before:] == [{"sad": 3, "done": True}]


def test_a_page_that_lay_open_over_night_is_begun_anew(phone: Phone) -> None:
    dans = phone()
    dans.sign_in(path=CARD)
    dans.touch("ashamed", 4)
    is_chosen(dans, "ashamed", 4)
    seen = "state => { Object.defineProperty(document, 'visibilityState', { value: state,"
    seen += " configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }"
    dans.page.evaluate(seen, "hidden")
    dans.page.evaluate("window.old = true")
    dans.page.evaluate(f"() => {{ {A_DAY_SLOW.replace('- 86400000', '+ 86400000')} }}")
    dans.page.evaluate(seen, "visible")
    dans.page.wait_for_function("window.old === undefined")
    # By the clock as it is the day is not over: what was begun is back.
    is_chosen(dans, "ashamed", 4)


def test_a_full_phone_says_so_and_sends_at_once(phone: Phone, clinic: LiveClinic) -> None:
    """Its browser has no room left for this clinic, and had none from the first page on: what was
    free a moment ago Chromium remembers for a while."""
    dans = phone()
    devtools = dans.context.new_cdp_session(dans.page)
    full = {"origin": clinic.address, "quotaSize": 1}
    devtools.send("Storage.overrideQuotaForOrigin", full)
    dans.sign_in(path="/me/form/oi-safety/")
    before = len(said(clinic, "form"))
    # What has been sent is said next, in the same line.
    held: list[Route] = []
    dans.context.route("**/me/sync/", lambda route: held.append(route) or None)
    dans.touch("self_harm_urge", 3)
    dans.says("This phone can keep nothing right now.")
    dans.until(lambda: bool(held))
    held[0].continue_()
    dans.until(lambda: len(said(clinic, "form")) > before)
    assert said(clinic, "form")[before:] == [{"self_harm_urge": 3}]


@contextmanager
def every_second_fails(server: EmbeddedServer, clinic: LiveClinic) -> Iterator[None]:
    """The database itself takes only every second entry of a phone."""
    database = clinic.environment["DATABASE_URL"].rpartition("/")[2].partition("?")[0]
    raises = "BEGIN RAISE EXCEPTION 'the disk said no'; END"
    with psycopg.connect(server.url(database), autocommit=True) as owner:
        owner.execute(
            f"CREATE FUNCTION says_no() RETURNS trigger LANGUAGE plpgsql AS $$ {raises} $$"
        )
        owner.execute(
            "CREATE TRIGGER says_no BEFORE INSERT ON records_phoneentry FOR EACH ROW"
            " WHEN (NEW.kind = 'skill' AND NEW.number % 2 = 0) EXECUTE FUNCTION says_no()"
        )
        try:
            yield
        finally:
            owner.execute("DROP FUNCTION says_no CASCADE")


def test_a_database_that_fails_on_half_of_it(
    phone: Phone, clinic: LiveClinic, server: EmbeddedServer
) -> None:
    dans = phone()
    dans.sign_in()
    with every_second_fails(server, clinic):
        dans.offline()
        dans.writes("skill", *({"title": f"Walk {n}"} for n in range(6)))
        dans.offline(False)
        dans.says("Kept on this phone: 3 things. Not sent yet.")
        assert len(said(clinic, "skill")) == 3
    dans.says("Sent at")
    titles = sorted(re.sub(r"\D", "", str(values["title"])) for values in said(clinic, "skill"))
    assert titles == list("012345")


def test_what_was_begun_in_another_window_goes_with_the_button(
    phone: Phone, clinic: LiveClinic
) -> None:
    dans = phone()
    dans.sign_in(path=CARD)
    beside = dans.context.new_page()
    beside.goto(CARD)
    for page, name, value in ((dans.page, "sad", 4), (beside, "afraid", 2)):
        page.locator("form[data-bound]").first.wait_for()
        page.locator(f"input[name={name}][value='{value}']").evaluate("e => e.click()")
        page.wait_for_timeout(300)
    dans.done()
    dans.page.wait_for_url("**/me/")
    dans.says("Sent at")
    standing = clinic.rows(
        "SELECT fields->'sad'->>'value', fields->'afraid'->>'value' FROM records_phonedocument"
        " WHERE kind = 'diary' AND fields ? 'afraid' ORDER BY changed_at DESC LIMIT 1"
    )
    assert standing == [("4.0", "2.0")]


def test_a_thumb_on_the_end_of_a_slider_says_nought(phone: Phone) -> None:
    dans = phone()
    dans.sign_in(path="/me/pause/")
    dans.page.locator("form[data-bound]").first.wait_for()
    slider = dans.page.locator("input[type=range]").last
    number = dans.page.locator("input[name=strength]")
    assert number.input_value() == ""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    spot = {"x": box["x"] + 6, "y": box["y"] + box["height"] / 2}
    devtools = dans.context.new_cdp_session(dans.page)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [spot]})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    dans.until(lambda: number.input_value() == "0")


def test_arrow_keys_pass_over_an_answer_without_giving_it(phone: Phone, clinic: LiveClinic) -> None:
    dans = phone()
    dans.sign_in(path="/me/form/oi-safety/")
    dans.page.locator("form[data-bound]").first.wait_for()
    panel = dans.page.locator("[data-phone-help]")
    dans.page.locator("input[name=attempt][value='0']").focus()
    for _ in range(2):
        dans.page.keyboard.press("ArrowRight")
    dans.page.wait_for_timeout(1900)
    assert panel.is_hidden()
    dans.page.keyboard.press("ArrowLeft")
    panel.get_by_text("even if you feel well now").wait_for()
    dans.until(
        lambda: bool(
            clinic.rows("SELECT 1 FROM records_phoneentry WHERE values->>'attempt' = '1.0'")
        )
    )


def test_how_strong_it_is_goes_with_a_worrying_answer(phone: Phone, clinic: LiveClinic) -> None:
    dans = phone()
    dans.sign_in(path="/me/moment/")
    dans.page.locator("form[data-bound]").first.wait_for()
    dans.touch("strength", 8)
    dans.touch("suicidal_urge", 4)
    dans.page.locator("[data-phone-help]").get_by_role("link", name="What happens now").wait_for()
    ((values,),) = clinic.rows("SELECT values FROM records_phoneentry WHERE kind = 'moment'")
    assert (values["strength"], values["suicidal_urge"]) == (8, 4)
