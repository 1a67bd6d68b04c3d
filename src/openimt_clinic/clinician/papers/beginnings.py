"""With what a letter begins: words from the record, to be changed before anybody signs them.

No diagnosis stands in any of them, and nothing that the person has kept to themselves.
"""

from collections.abc import Callable, Mapping

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from openimt_clinic.actions.care.kinds.letter import TO_ONESELF, Purpose
from openimt_clinic.components.clinic_words import number_lines
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.mapping.catalogues import catalogue_for
from openimt_clinic.records.mapping.endings import current_ending
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.user import User

Values = Mapping[str, str]


def letter_values(patient: Patient, purpose: str, by: User) -> Values:
    """The first draft of a letter for that purpose, in the language of whoever reads it."""
    language = language_of(patient, purpose)
    with override(language):
        text = BEGINS.get(Purpose(purpose), _other)(patient)
        return {
            "purpose": purpose,
            "language": language,
            "to": _to(patient, purpose),
            "subject": _subject(patient, purpose),
            "text": text,
            "closing": _("With kind regards") + f", {by.name}",
        }


def language_of(patient: Patient, purpose: str) -> str:
    """The person's own for what they read themselves, else the clinic's; English or German."""
    wanted = patient.language if purpose in TO_ONESELF else patient.clinic.language
    return wanted if wanted in {"en", "de"} else "en"


def _to(patient: Patient, purpose: str) -> str:
    if purpose in TO_ONESELF:
        return patient.name
    if purpose == Purpose.REFERRER.value:
        sent = Referral.objects.filter(patient=patient).order_by("-referred_on").first()
        return sent.referred_by if sent else ""
    return ""


def _subject(patient: Patient, purpose: str) -> str:
    words = {
        Purpose.CONFIRMATION.value: _("Confirmation of treatment"),
        Purpose.ENDING.value: _("What you take with you"),
        Purpose.WAY_BACK.value: _("How to come back to us"),
    }
    return words.get(purpose) or _("Treatment of %(name)s") % {"name": patient.name}


def _about(patient: Patient) -> str:
    therapy = catalogue_for(patient).therapies.get(patient.therapy)
    return _("%(name)s has been in treatment here since %(day)s (%(therapy)s).") % {
        "name": patient.name,
        "day": _day(patient.started_on),
        "therapy": therapy.name if therapy else patient.therapy,
    }


def _referrer(patient: Patient) -> str:
    return _paragraphs(
        _("Thank you for referring %(name)s to us.") % {"name": patient.name},
        _about(patient),
        _still(patient),
    )


def _family_doctor(patient: Patient) -> str:
    return _paragraphs(
        _about(patient),
        _still(patient),
        _("Please tell us when a medicine is begun, changed or ended. We do the same."),
        _("In a crisis, please call us:") + "\n" + _numbers(patient),
    )


def _confirmation(patient: Patient) -> str:
    until = patient.ended_on
    words = {"name": patient.name, "first": _day(patient.started_on)}
    if until is None:
        says = _("We confirm that %(name)s has been in treatment here since %(first)s.") % words
    else:
        says = _("We confirm that %(name)s was in treatment here from %(first)s to %(last)s.") % {
            **words,
            "last": _day(until),
        }
    return _paragraphs(says, _("This paper says nothing about the reason for the treatment."))


def _ending(patient: Patient) -> str:
    kept = current_ending(patient)
    hello = _("Dear %(name)s,") % {"name": patient.given_name}
    if kept is None:
        return _paragraphs(hello, _("Our time together comes to an end."), _back(patient, None))
    later = kept.follow_ups.filter(done_at__isnull=True).order_by("due_on")
    days = ", ".join(_day(one.due_on) for one in later)
    return _paragraphs(
        hello,
        _("our time together ends on %(day)s. This letter says what stays with you.")
        % {"day": _day(kept.on)},
        _listed(_("What you can do now:"), kept.gains),
        _listed(_("How a hard time starts for you:"), kept.signs),
        _listed(_("What helps then:"), kept.helps),
        _listed(_("Who helps:"), kept.people),
        _("We ask how you are on: %(days)s.") % {"days": days} if days else "",
        _back(patient, kept),
    )


def _way_back(patient: Patient) -> str:
    hello = _("Dear %(name)s,") % {"name": patient.given_name}
    return _paragraphs(
        hello,
        _("you can come back to us at any time. It does not have to be bad first."),
        _back(patient, current_ending(patient)),
        _("Your safety plan stays yours."),
    )


def _back(patient: Patient, kept: CourseEnding | None) -> str:
    own = (
        kept.way_back if kept and kept.way_back else _("Call us and say that you were here before.")
    )
    call = kept.call if kept else ""
    return _paragraphs(own, call, _("If it gets too much:") + "\n" + _numbers(patient))


def _other(_patient: Patient) -> str:
    return ""


def _still(patient: Patient) -> str:
    if patient.ended_on is None:
        return _("The course goes on. We will write again when it ends.")
    return _("The course ended on %(day)s. The way back is open.") % {"day": _day(patient.ended_on)}


def _listed(title: str, lines: list[str]) -> str:
    return "\n".join((title, *(f"– {line}" for line in lines))) if lines else ""


def _numbers(patient: Patient) -> str:
    return "\n".join(number_lines(patient.clinic))


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _day(on: object) -> str:
    return date_format(on, "DATE_FORMAT")  # type: ignore[arg-type]


def today() -> str:
    """The day of a paper."""
    return timezone.localdate().isoformat()


BEGINS: Mapping[Purpose, Callable[[Patient], str]] = {
    Purpose.REFERRER: _referrer,
    Purpose.FAMILY_DOCTOR: _family_doctor,
    Purpose.CONFIRMATION: _confirmation,
    Purpose.ENDING: _ending,
    Purpose.WAY_BACK: _way_back,
}
