"""A page's form as a browser without script would send it: what stands there, and what is typed."""

from html.parser import HTMLParser

Fields = dict[str, list[str]]


class _Form(HTMLParser):
    """Every field inside the form of that class, with what stands in it."""

    def __init__(self, marked: str) -> None:
        super().__init__()
        self.marked, self.inside, self.text = marked, False, ""
        self.fields: Fields = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and self.marked in (given.get("class") or ""):
            self.inside = True
        if not self.inside or not given.get("name"):
            return
        name = str(given["name"])
        if tag == "textarea":
            self.text = name
            self.fields[name] = [""]
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value") or "on")
        elif tag == "input":
            self.fields[name] = [given.get("value") or ""]

    def handle_endtag(self, tag: str) -> None:
        self.text = "" if tag == "textarea" else self.text
        self.inside = self.inside and tag != "form"

    def handle_data(self, data: str) -> None:
        if self.text:
            self.fields[self.text] = [self.fields[self.text][0] + data.removeprefix("\n")]


def standing_in(page: str, marked: str = "session-note") -> Fields:
    """The fields of the page's form."""
    form = _Form(marked)
    form.feed(page)
    return form.fields
