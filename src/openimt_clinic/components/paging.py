"""One page of a long list: what stands where, in words, with the links to the rest."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class PageView:
    """Which part of a list is shown; the queries keep the filter and the search."""

    first: int
    last: int
    total: int
    previous_query: str
    next_query: str
    says: str

    @property
    def has_previous_page(self) -> bool:
        return bool(self.previous_query)

    @property
    def has_next_page(self) -> bool:
        return bool(self.next_query)

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous_page or self.has_next_page


def page_view(number: int, size: int, total: int, kept: dict[str, str]) -> PageView:
    """Page ``number`` (from 1) of a list of ``total``; ``kept`` are the other query words."""
    first = min((number - 1) * size + 1, total)
    last = min(number * size, total)
    return PageView(
        first,
        last,
        total,
        previous_query=_query(number - 1, kept) if number > 1 else "",
        next_query=_query(number + 1, kept) if last < total else "",
        says=_("%(first)d to %(last)d of %(total)d")
        % {"first": first, "last": last, "total": total},
    )


def page_number(asked: str, size: int, total: int) -> int:
    """The page asked for, brought inside the list; anything unreadable is page 1."""
    pages = max(1, -(-total // size))
    return min(max(int(asked), 1), pages) if asked.isdecimal() and len(asked) < 9 else 1


def _query(number: int, kept: dict[str, str]) -> str:
    words = {name: value for name, value in kept.items() if value}
    return urlencode({**words, "page": number})
