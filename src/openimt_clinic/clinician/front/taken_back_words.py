"""What is said after a death was taken back: what is there again, and what to agree anew."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openimt_clinic.actions.back_door.taking_back import TakenBack


def taken_back_says(back: TakenBack) -> Iterator[str]:
    """A sentence for each thing, alerts first."""
    if back.alerts:
        yield ngettext(
            "%(n)d alert is open again. Its clock begins anew: look at it today.",
            "%(n)d alerts are open again. Their clocks begin anew: look at them today.",
            back.alerts,
        ) % {"n": back.alerts}
    yield (
        _("Taken back. The person is in care as before.")
        if back.in_care
        else _("Taken back. The course had ended before; that end stands as it stood.")
    )
    if back.waits:
        yield _("The person waits for their therapy again, in their old place.")
    if anew := list(_anew(back)):
        yield _("Agree anew with the person: %(what)s.") % {"what": "; ".join(anew)}
    if back.told:
        yield _("Tell those who were told of a death: %(who)s.") % {"who": ", ".join(back.told)}


def _anew(back: TakenBack) -> Iterator[str]:
    for at in back.appointments:
        day = date_format(timezone.localtime(at), "D j M Y, H:i")
        yield _("the appointment of %(day)s, which was cancelled") % {"day": day}
    if back.phone:
        yield _("their phone, which has to be connected again, and its reminders")
