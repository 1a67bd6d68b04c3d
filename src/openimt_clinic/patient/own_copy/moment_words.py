"""What the fields and answers of pauses, rehearsals and moments are called in the copy."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt_clinic.components.document_words import field_words, value_words
from openimt_clinic.components.moment_words import (
    ASKING,
    BODY,
    CHOSE,
    CONFLICT,
    FEELINGS,
    TURNED_OUT,
    WHEN,
)

FIELDS: Mapping[str, str | Promise] = {
    "said": _("What was said or done"),
    "meaning": _("What I took it to mean"),
    "sure": _("How sure it felt"),
    "sure_now": _("How sure it felt later"),
    "strength": _("How strong it was"),
    "strength_before": _("How strong it was before"),
    "strength_after": _("How strong it was after"),
    "strength_later": _("How strong it was hours later"),
    "chose": _("What I chose"),
    "clock": _("At what time"),
    "place": _("Where I was"),
    "scene": _("What a camera would have shown"),
    "wish": _("What I wished for"),
    "feelings": _("What I felt"),
    "feeling_own": _("What I felt, in my words"),
    "body": _("Where in my body"),
    "came": _("What came of it"),
    "reminds": _("What it reminds me of"),
    "find_out": _("How I could find out"),
    "fear": _("What I was afraid of"),
    "first_words": _("My first words"),
    "if_hard": _("If it gets hard"),
    "conflict": _("Was there a fight?"),
    "truth": _("What it turned out to be"),
    "truth_how": _("How I know"),
}
ANSWERS: Mapping[str, str | Promise] = dict(
    (*WHEN, *FEELINGS, *BODY, *CHOSE, *ASKING, *CONFLICT, *TURNED_OUT)
)
KINDS = frozenset({"moment", "pause", "rehearsal", "look"})


def asked(kind: str, name: str) -> str:
    """What a field is called in a document of that kind."""
    known = FIELDS.get(name) if kind in KINDS else None
    return str(known) if known else field_words(name)


def answered(kind: str, value: object) -> str:
    """An answer in words."""
    known = ANSWERS.get(value) if kind in KINDS and isinstance(value, str) else None
    return str(known) if known else value_words(value)
