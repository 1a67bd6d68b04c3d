"""The fields of pause cards, rehearsals and moments, and how each is read."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from openimt.deliver.documents.document import Value
from openimt.deliver.moments.elapsed import WHEN
from openimt.deliver.moments.moment import Conflict, TurnedOut
from openimt.errors import RecordError
from openimt_clinic.actions.phone.field_readers import one_of, text, yes_or_no
from openimt_clinic.actions.phone.kind import FieldReader
from openimt_clinic.phone_numbers import phone_number

INSTRUMENT = "oi-moment"
MOST_FEELINGS = phone_number("moment.feelings")
FEELINGS = (
    "angry", "hurt", "afraid", "ashamed", "sad", "alone", "empty", "guilty", "jealous", "confused",
)  # fmt: skip
BODY = ("head", "throat", "chest", "belly", "hands", "legs", "all_over", "nowhere")
WAIT, ASK, ACT = "wait", "ask", "act"
CHOSE = (WAIT, ASK, ACT)
ASKING = ("meant", "feeling", "need")
OWN = "own"
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")


def number(lowest: float, highest: float) -> FieldReader:
    """A whole number in its range."""

    def read(_name: str, value: Value) -> Value:
        right = isinstance(value, int | float) and not isinstance(value, bool)
        if not right or not lowest <= value <= highest or value != int(value):  # type: ignore[operator,arg-type]
            says = _("Please choose a number from %(low)s to %(high)s.")
            raise RecordError(says % {"low": f"{lowest:g}", "high": f"{highest:g}"})
        return int(value)

    return read


def some_of(*known: str, most: int) -> FieldReader:
    """A few words of those that the page offers."""

    def read(_name: str, value: Value) -> Value:
        given = (value,) if isinstance(value, str) and value else value or ()
        if not isinstance(given, tuple) or not set(given) <= set(known):
            raise RecordError(_("Please choose one of the answers."))
        chosen = tuple(dict.fromkeys(given))
        if len(chosen) > most:
            raise RecordError(_("Please choose at most %(n)d.") % {"n": most})
        return chosen

    return read


def clock(_name: str, value: Value) -> Value:
    """A time of the day, such as 21:30; empty is none."""
    if value == "":
        return ""
    if not isinstance(value, str) or not CLOCK.fullmatch(value):
        raise RecordError(_("Please give the time like this: 21:30."))
    return value[:5]


WORDS = text(4000)
LOOKED_AT_LATER: Mapping[str, FieldReader] = {
    "strength_later": number(0, 10),
    "conflict": one_of(*Conflict),
    "truth": one_of(*TurnedOut),
    "truth_how": WORDS,
}
PAUSE: Mapping[str, FieldReader] = {
    "said": WORDS,
    "meaning": WORDS,
    "sure": number(0, 100),
    "strength": number(0, 10),
    "chose": one_of(*CHOSE),
    "asking": one_of(*ASKING),
    **LOOKED_AT_LATER,
}
REHEARSAL: Mapping[str, FieldReader] = {
    **dict.fromkeys(("who", "fear", "wish", "first_words", "if_hard"), WORDS),
    "strength_before": number(0, 10),
    **dict.fromkeys(("happened", "learned"), WORDS),
    "strength_after": number(0, 10),
}
MOMENT: Mapping[str, FieldReader] = {
    "when": one_of(*WHEN),
    "clock": clock,
    **dict.fromkeys(("place", "who", "scene", "wish", "meaning"), WORDS),
    "sure": number(0, 100),
    "feelings": some_of(*FEELINGS, OWN, most=MOST_FEELINGS),
    "feeling_own": text(40),
    **{f"felt_{word}": number(0, 10) for word in (*FEELINGS, OWN)},
    "body": some_of(*BODY, most=len(BODY)),
    "did": WORDS,
    "came": WORDS,
    "reminds": yes_or_no,
    "threat": yes_or_no,
    **dict.fromkeys(("other1", "other2", "find_out"), WORDS),
    "sure_now": number(0, 100),
    **LOOKED_AT_LATER,
}
