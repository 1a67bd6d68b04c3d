"""Pages as they look at both widths and in both looks: the axe rules, and pictures.

A page is loaded once and then looked at from every side: the widths and the looks are questions to
the style sheets alone. Motion is off, so that no colour is met on its way to another. The rules are
asked at each width and in each look once: which look at which width goes by turns, from page to
page. So do the pictures, which are kept when somebody who wants to look at them asks
(``OPENIMT_PICTURES=yes``).
"""

from collections.abc import Mapping, Sequence

from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse

from tests.web.drawn import Drawn, drawn

SIGHTS = ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"))
PHONE_AND_DESK = ((390, "light"), (1280, "dark"))
SERIOUS = {"serious", "critical"}
_RULES = "axe.run({ resultTypes: ['violations'] }).then(found => found.violations)"
_HERE_IN_SIGHT = """[...document.querySelectorAll('.subnav [aria-current]')].every(one =>
    one.getBoundingClientRect().right <= innerWidth && one.getBoundingClientRect().left >= 0)"""
_UNFOLD = "every => every.forEach(one => { one.open = true })"


def whole_and_readable(
    answers: Mapping[str, HttpResponse],
    pages: Mapping[str, str],
    sights: Sequence[tuple[int, str]] = SIGHTS,
    *,
    unfold: bool = False,
) -> None:
    """No page (an address, by the name of its picture) is wider than its screen, breaks a serious
    rule, complains or asks elsewhere. ``unfold``: whatever can be opened is open."""
    (width, look), few = sights[0], len(sights) < len(SIGHTS)
    with drawn(answers, width=width, look=look, still=True) as shown:
        for turn, (name, address) in enumerate(pages.items()):
            shown.page.goto(address)
            if unfold:
                shown.page.locator("main details").evaluate_all(_UNFOLD)
            for place, (width, look) in enumerate(sights):
                shown.stand_at(width, look)
                assert shown.overflows() <= 0, f"{name} is wider than {width} px"
                if few or in_turn(turn, width, look):
                    assert serious(shown) == [], f"{name}, {width} px, {look}"
                    if not few or place == turn % len(sights):
                        shown.picture(f"{name}-{width}-{look}")
        assert shown.complaints == []
        assert shown.strangers == []


def in_turn(turn: int, width: int, look: str) -> bool:
    """Whether the page of this number is asked the rules at this sight, and kept as a picture."""
    return (turn + (width > 600) + (look == "light")) % 2 == 0


def serious(shown: Drawn) -> list[str]:
    """What breaks a serious rule of accessibility on the page as it stands."""
    if not shown.page.evaluate("'axe' in window"):
        shown.page.evaluate(Axe().axe_script)
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in shown.page.evaluate(_RULES)
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def at_a_glance(answers: Mapping[str, HttpResponse], pages: Mapping[str, str]) -> None:
    """As above, for pages that have little of their own: at both widths, and the rules at one of
    them, by turns in light on a phone and in the dark on a desk."""
    with drawn(answers, still=True) as shown:
        for turn, (name, address) in enumerate(pages.items()):
            shown.stand_at(*PHONE_AND_DESK[0])
            shown.page.goto(address)
            assert shown.page.evaluate(_HERE_IN_SIGHT), f"{name}: the tab of this page is hidden"
            for place, (width, look) in enumerate(PHONE_AND_DESK):
                shown.stand_at(width, look)
                assert shown.overflows() <= 0, f"{name} is wider than {width} px"
                shown.picture(f"{name}-{width}-{look}")
                if place == turn % 2:
                    assert serious(shown) == [], f"{name}, {width} px, {look}"
        assert shown.complaints == []
        assert shown.strangers == []
