"""The chain of one act: what exactly, what came before, link by link, what followed, what next."""

from django.utils.translation import gettext_lazy as _

from openimt.deliver.chain.chain import LinkSort
from openimt.deliver.writing.field import Field, Sort
from openimt_clinic.actions.care.kind import CareKind, always

LINK_WORDS = {
    LinkSort.THOUGHT: _("Thought"),
    LinkSort.EMOTION: _("Emotion"),
    LinkSort.BODY: _("Body"),
    LinkSort.URGE: _("Urge"),
    LinkSort.ACT: _("Act"),
    LinkSort.EVENT: _("Event"),
}
SORTS = tuple((sort.value, words) for sort, words in LINK_WORDS.items())

LINKS = Field(
    "links",
    _("Links from the prompt to the act, in their order"),
    Sort.ROWS,
    hint=_("Small steps, as if filmed. A solution may stay empty until you find one together."),
    columns=(
        Field("sort", _("What it is"), Sort.CHOICE, options=SORTS),
        Field("says", _("The link"), Sort.LINE),
        Field("solution", _("What could be done here next time"), Sort.LINE),
    ),
)

KIND = CareKind(
    name="chain",
    title=_("Chain"),
    fields=always(
        Field(
            "act",
            _("What exactly was done, or nearly done"),
            Sort.TEXT,
            needed=True,
            hint=_("One act. As a camera would have seen it, without means in detail."),
        ),
        Field("on", _("Day"), Sort.DAY, past=True),
        Field("at", _("Time and place"), Sort.LINE),
        Field("strength", _("How strong, 0 to 10"), Sort.NUMBER, low=0, high=10),
        Field("vulnerable", _("What made this day harder: sleep, food, illness, a bad day")),
        Field("prompt", _("The prompting event: where did things turn?")),
        LINKS,
        Field("short_self", _("At once, for the person")),
        Field("short_others", _("At once, for others")),
        Field("long_self", _("Later, for the person")),
        Field("long_others", _("Later, for others")),
        Field("prevention", _("What keeps such a day from coming")),
        Field("repair", _("What is put right, and with whom")),
        Field("commitment", _("What was agreed, and what could get in its way")),
    ),
    page="clinician:chain",
    back="clinician:dbt",
)
