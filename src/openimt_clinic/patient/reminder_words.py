"""Reminders in plain words: when one came, why one did not."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.prompts.because import Because
from openimt_clinic.records.mapping.prompted import CARD, FORM, LATER, TRUTH
from openimt_clinic.records.prompt import Prompt, PromptChannel, PromptState

ABOUT: dict[str, str | Promise] = {
    CARD: gettext_lazy("your card of the day"),
    LATER: gettext_lazy("how strong it still is, some time after a hard moment"),
    TRUTH: gettext_lazy("what it turned out to be, the day after"),
    FORM: gettext_lazy("a form"),
}
WHY: dict[Because, str | Promise] = {
    Because.LATER: gettext_lazy("You wanted it later."),
    Because.QUIET_FIRST: gettext_lazy("It waited until your quiet hours were over."),
    Because.CLOCK_CHANGE: gettext_lazy("The clocks went forward that night."),
    Because.SPACED: gettext_lazy("Moved a little, so that two do not come together."),
    Because.QUIET: gettext_lazy("It did not come: these were your quiet hours."),
    Because.PAUSED: gettext_lazy("It did not come: you were having a rest."),
    Because.DAY_FULL: gettext_lazy("It did not come: that day had enough."),
    Because.WEEK_FULL: gettext_lazy("It did not come: that week had enough."),
    Because.TOO_CLOSE: gettext_lazy("It did not come: another one was close."),
    Because.ANSWERED: gettext_lazy("It did not come: it was done already."),
    Because.GONE: gettext_lazy("It did not come: what it was about is not there any more."),
    Because.CHANGED: gettext_lazy("It did not come: your reminders were changed."),
    Because.TOO_LATE: gettext_lazy("It did not come: our side was down, and later was too late."),
    Because.NOT_TAKEN: gettext_lazy("It did not come: nobody took it from us."),
    Because.ENDED: gettext_lazy("It did not come: your time here has ended."),
}
CAME: dict[str, str | Promise] = {
    PromptChannel.PUSH.value: gettext_lazy("Sent to your phone."),
    PromptChannel.EMAIL.value: gettext_lazy("Sent by mail."),
    PromptChannel.APP.value: gettext_lazy("It stood here, under Today."),
}


@dataclass(frozen=True)
class Line:
    """One line of the ledger."""

    at: datetime
    about: str
    says: tuple[str, ...]


def about_words(about: str) -> str:
    """What it is about; a form is not named, since others may look on."""
    return str(ABOUT.get(about) or ABOUT[FORM])


def line_of(prompt: Prompt, zone: ZoneInfo) -> Line:
    """What became of a prompt, by the person's own clock."""
    because = Because(prompt.because)
    says = []
    if prompt.state == PromptState.DELIVERED.value:
        says.append(str(CAME.get(prompt.channel, "")))
    if because in WHY:
        says.append(str(WHY[because]))
    if prompt.answered_at:
        says.append(_("Done. Thank you."))
    return Line(prompt.try_at.astimezone(zone), about_words(prompt.about), tuple(says))
