"""A form as a page draws it, to be sent back as a browser would."""

from html.parser import HTMLParser

TYPED = ("text", "hidden", "number", "time", "date", "tel")


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name"), told.get("value") or ""
        if not name:
            return
        if tag == "textarea":
            self._area, self.found[name] = name, ""
        chosen = told.get("type") in ("radio", "checkbox") and "checked" in told
        if tag == "input" and (chosen or told.get("type", "text") in TYPED):
            self.found[name] = value or ("on" if told.get("type") == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.found[self._area] = self.found[self._area].removeprefix("\n")
            self._area = None


def drawn_form(page: str) -> dict[str, str]:
    """Every field that is drawn, as it stands; a choice that nobody made is not among them."""
    read = _Fields()
    read.feed(page)
    return read.found
