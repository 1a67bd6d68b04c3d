"""Who sees what, said beside each form before it is filled in."""

from django.utils.translation import gettext as _

from openimt_clinic.actions.answering import MAY_BE_KEPT_BACK
from openimt_clinic.actions.telling import treating
from openimt_clinic.records.patient import Patient


def who_treats(patient: Patient) -> str:
    """The first of those who treat the person, by name; otherwise *your team*."""
    people = treating(patient)
    return people[0].name if people else _("your team")


def who_sees(form_id: str, patient: Patient) -> str:
    """One or two honest sentences."""
    who = who_treats(patient)
    if form_id in MAY_BE_KEPT_BACK:
        return _(
            "%(who)s and the team see this, unless you keep it to yourself. You do not have to "
            "please anyone here."
        ) % {"who": who}
    return _("%(who)s and the team see this.") % {"who": who}
