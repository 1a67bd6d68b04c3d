"""A window's name is one's own: nobody writes, counts or is here under the name of another's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openimt_clinic.actions.care.presence import be_here
from openimt_clinic.records.care_relation import CareKind, CareRelation
from tests.web.people import People
from tests.web.written import a_note, wrote

MOST = 2**53 - 1


@pytest.fixture
def both(people: People) -> People:
    """Ben treats Dan too."""
    CareRelation.objects.filter(user=people.ben).update(kind=CareKind.TREATING.value)
    return people


def test_the_same_name_sent_by_another_is_another_window(both: People) -> None:
    note = a_note(both, about="A call")
    wrote(note, both.ana, device="d1", text="Ana's words.")
    kept = wrote(note, both.ben, device="d1", seen={}, text="Ben's words.")
    assert kept.clashes["text"].who == "Ana"
    assert kept.document.fields["text"]["value"] == "Ana's words."


def test_nobodys_count_swallows_the_words_of_another(both: People) -> None:
    note = a_note(both, about="A call")
    wrote(note, both.ana, device="d1", text="First.")
    wrote(note, both.ben, device="d1", number=MOST, text="Ben's.")
    kept = wrote(note, both.ana, device="d1", number=3, text="Ana's last.")
    assert kept.document.fields["text"]["value"] == "Ana's last."


def test_a_clock_that_is_far_ahead_is_not_right_for_years(both: People) -> None:
    note = a_note(both, about="A call")
    wrote(note, both.ana, device="d1", number=MOST, text="From the year 287396.")
    later = int((timezone.now() + timedelta(days=2)).timestamp() * 1000)
    latest = note.entries.order_by("-number").values_list("number", flat=True)[0]
    assert latest < later


def test_who_is_here_stays_seen_when_another_sends_their_windows_name(both: People) -> None:
    note = a_note(both, about="A call")
    be_here(note, "d1", both.ana)
    assert be_here(note, "d1", both.ben) == ("Ana",)
    assert be_here(note, "d1", both.ana) == ("Ben",)
