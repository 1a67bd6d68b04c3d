"""A person with a phone in their hand: touches answers, loses the net, reads what the page says."""

from collections.abc import Mapping

from playwright.sync_api import Page, expect

from tests.journeys.visitor import Visitor


class Phone:
    """``visitor``: the window of the person. Everything is touched where a thumb touches it."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page

    def open(self, path: str) -> None:
        self.visitor.open(path)

    def without_net(self, without: bool) -> None:
        self.visitor.context.set_offline(without)
        # What failed without a net is told a moment later, too.
        self.visitor.without_net = True

    def answer(self, name: str, value: object) -> None:
        """Touches the answer's own label, as it stands on the page."""
        choice = self.page.locator(f"input[name={name}][value='{value}']")
        choice.first.locator("xpath=ancestor::label[1]").click()

    def answers(self, given: Mapping[str, object]) -> None:
        for name, value in given.items():
            self.answer(name, value)

    def write(self, name: str, text: str) -> None:
        self.page.locator(f"[name={name}]:visible").fill(text)

    def go_on(self) -> None:
        """To the next step of a page in steps."""
        self.page.locator("[data-next]:visible").click()

    def touch(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()

    def day(self, given: Mapping[str, object], done: bool = True) -> None:
        """Fills in the card that is open."""
        self.answers(given)
        self.touch("Done" if done else "Go on later")

    def is_told(self, text: str) -> None:
        """The honest line says this."""
        expect(self.page.locator("[data-phone-status]")).to_contain_text(text)

    def has_pages_without_net(self) -> None:
        """Waits until the worker has fetched what is to be there without a net."""
        self.page.wait_for_function(
            "async () => { const names = await caches.keys(); for (const one of names) {"
            " if (one.startsWith('openimt-own-') &&"
            " (await (await caches.open(one)).match('/me/card/'))) return true; } return false; }"
        )
