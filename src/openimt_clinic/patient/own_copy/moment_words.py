"""The questions and answers of pauses, rehearsals and moments, as their own pages say them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openimt_clinic.components import moment_words as words

Words = str | Promise
FELT, OWN = "felt_", "own"

LATER: Mapping[str, Words] = {
    "strength_later": _("How strong was it hours later, 0 to 10?"),
    "conflict": _("Did it come to a fight?"),
    "truth": _("What did it turn out to be?"),
    "truth_how": _("How do you know?"),
}
QUESTIONS: Mapping[str, Mapping[str, Words]] = {
    "moment": {
        "when": _("When was it?"),
        "clock": _("At about what time? You can leave this out."),
        "place": _("Where were you?"),
        "who": _("Who was there?"),
        "scene": _("What did they say or do?"),
        "wish": _("What did you hope for just before?"),
        "meaning": _("What did you take it to mean, about you or about them?"),
        "sure": _("How sure does it feel?"),
        "feelings": _("What did you feel?"),
        "feeling_own": _("Another word for it?"),
        "body": _("Where in the body?"),
        "did": _("What did you do, or want to do?"),
        "came": _("What came of it?"),
        "reminds": _("Does it remind you of other times?"),
        "threat": _("Was there a threat, force or violence?"),
        "other1": _("What else could it have been about?"),
        "other2": _("And one more thing?"),
        "sure_now": _("How sure are you of your first reading now?"),
        "find_out": _("What could you find out or try?"),
        **LATER,
    },
    "pause": {
        "said": _("What did they say or do in fact?"),
        "meaning": _("What do I take it to mean?"),
        "sure": _("How sure does it feel?"),
        "strength": _("How strong is it now, 0 to 10?"),
        "chose": _("What now?"),
        "asking": _("Find words"),
        **LATER,
    },
    "rehearsal": {
        "who": _("Whom will I meet?"),
        "fear": _("What do I fear they think?"),
        "wish": _("What do I want from it?"),
        "first_words": _("What can I say first?"),
        "if_hard": _("What do I do if it gets hard?"),
        "strength_before": _("How strong is it now, 0 to 10?"),
        "happened": _("What happened in fact?"),
        "strength_after": _("How strong was it, 0 to 10?"),
        "learned": _("What do I know now?"),
    },
}
ANSWERS: Mapping[str, Mapping[str, Words]] = {
    "when": dict(words.WHEN),
    "feelings": dict(words.FEELINGS) | {OWN: _("another word")},
    "body": dict(words.BODY),
    "chose": dict(words.CHOSE),
    "asking": dict(words.ASKING),
    "conflict": dict(words.CONFLICT),
    "truth": dict(words.TURNED_OUT),
}


def asked(kind: str, name: str) -> str:
    """The question as it stood on the page; empty where there is none."""
    if kind == "moment" and name.startswith(FELT):
        feeling = ANSWERS["feelings"].get(name.removeprefix(FELT), "")
        return f"{feeling}: {_('How strong, 0 to 10?')}"
    return str(QUESTIONS.get(kind, {}).get(name, ""))


def answered(kind: str, name: str, value: object) -> str:
    """The answer that was picked; empty for what was written."""
    known = ANSWERS.get(name, {}) if kind in QUESTIONS else {}
    return str(known.get(str(value), ""))
