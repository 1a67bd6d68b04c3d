"""What the phone itself shows, on a small and a large screen, light and dark: the help panel before
and after somebody knows, one's own phone, the page without a net, the copy of the plan."""

from tests.web.drawn import Drawn
from tests.web.phone_window import PhoneWindow
from tests.web.sights import serious

PANEL = "[data-phone-help]"
SIGHTS = {"en": ((390, "light"), (1280, "dark")), "de": ((390, "dark"), (1280, "light"))}
"""Each width and each look in one of the languages."""


def look(phone: PhoneWindow, name: str, language: str) -> None:
    """Keeps a picture of each sight; nothing is too wide, nor breaks a serious rule on a phone.

    The rules are asked in English, and in German of the panel alone: its words are the longest.
    """
    shown = Drawn(phone.page)
    for width, colours in reversed(SIGHTS[language]):
        shown.stand_at(width, colours)
        shown.picture(f"phone-{name}-{width}-{colours}")
        assert shown.overflows() <= 0, f"{name} is wider than {width} px"
    if language == "en" or name == "untold":
        assert serious(shown) == [], f"{name}, {language}"


def look_at_all(dans: PhoneWindow, language: str) -> None:
    dans.speaks(language)
    dans.sign_in(path="/me/devices/")
    dans.page.locator("[data-claim]").wait_for()
    look(dans, "own-phone", language)
    dans.page.locator("[data-claim]").click()
    dans.page.locator("[data-unclaim]").wait_for()
    dans.open("/me/card/")
    dans.keeps("/me/numbers/")
    dans.offline()
    # Touched twice, an answer is cleared: the other language may have given the other one.
    dans.touch("suicidal_urge", {"en": 4, "de": 5}[language])
    dans.page.locator(f"{PANEL} h3").first.wait_for()
    look(dans, "untold", language)
    dans.offline(False)
    dans.page.locator(f"{PANEL} [data-help-says] a").wait_for()
    look(dans, "told", language)
    dans.offline()
    dans.open("/me/path/c1/")
    look(dans, "offline", language)
    dans.offline(False)
    dans.context.clear_cookies(name="sessionid")
    dans.open("/me/safety-plan/")
    look(dans, "plan-copy", language)
    dans.page.locator("main a[href*='/account/login/']").last.click()
    look(dans, "sign-in", language)
