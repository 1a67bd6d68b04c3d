"""A line of the contact log in words: how, reached or not, what was said, agreed, and by when."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt_clinic.records.contact_line import ContactLine, ContactWay

WAYS = {
    ContactWay.PHONE: gettext_lazy("By phone"),
    ContactWay.IN_PERSON: gettext_lazy("In person"),
    ContactWay.MESSAGE: gettext_lazy("By message"),
    ContactWay.LETTER: gettext_lazy("By letter"),
    ContactWay.OTHER_PERSON: gettext_lazy("Through somebody else"),
    ContactWay.EMERGENCY_SERVICE: gettext_lazy("Emergency service"),
}


def contact_says(line: ContactLine) -> str:
    """The whole line; parts that nobody wrote are left out."""
    reached = _("reached") if line.reached else _("not reached")
    parts = [f"{WAYS[ContactWay(line.way)]}: {reached}."]
    if line.whom:
        parts.append(_("Spoken with %(whom)s.") % {"whom": line.whom})
    parts.append(line.says)
    if line.agreed:
        parts.append(_("Agreed: %(what)s") % {"what": line.agreed})
    if line.consent:
        parts.append(_("With the person's consent: %(what)s") % {"what": line.consent})
    if line.next_by:
        at = date_format(localtime(line.next_by), _("D j M, H:i"))
        parts.append(_("Next contact by %(at)s.") % {"at": at})
    return " ".join(part for part in parts if part)
