"""The words of offers and wishes on staff pages."""

from django.utils.translation import gettext_lazy as _

from openimt.plan.fit import Criterion, Holds
from openimt_clinic.clinician.fields import Words
from openimt_clinic.records.appointment import Place
from openimt_clinic.records.fit_choice import Look
from openimt_clinic.records.therapist_profile import Style, TherapistSex

CRITERIA: Words = {
    Criterion.SAFETY.value: _("Safety"),
    Criterion.WAITING.value: _("Free hour"),
    Criterion.TRAINING.value: _("Training"),
    Criterion.WISHES.value: _("Wishes"),
    Criterion.STRENGTH.value: _("Measured strength"),
    Criterion.CONTINUITY.value: _("Staying"),
    Criterion.WAY_THERE.value: _("Days"),
}
HOLDS: Words = {
    Holds.YES.name.lower(): _("yes"),
    Holds.PARTLY.name.lower(): _("in part"),
    Holds.NOT_KNOWN.name.lower(): _("not known"),
    Holds.NO.name.lower(): _("no"),
}
COMPETENCES: Words = {
    "dbt_skills": _("DBT skills"),
    "gpm": _("GPM"),
    "mbt": _("Mentalization-based treatment"),
    "mit": _("MIT"),
    "prescriber": _("Prescribing"),
    "schema": _("Schema therapy"),
    "stepps": _("STEPPS"),
    "tfp": _("Transference-focused psychotherapy"),
    "trauma": _("Trauma work"),
}
SEXES: Words = {
    TherapistSex.WOMAN.value: _("a woman"),
    TherapistSex.MAN.value: _("a man"),
    TherapistSex.NEITHER.value: _("neither of the two"),
}
STYLES: Words = {
    Style.STRUCTURED.value: _("structured, with a plan for the hour"),
    Style.OPEN.value: _("open, the person leads"),
    Style.ACTIVE.value: _("active, says what they think"),
    Style.QUIET.value: _("quiet, leaves room"),
}
MODES: Words = {
    Place.IN_PERSON.value: _("in person"),
    Place.REMOTE.value: _("by phone or video"),
}
DAYS: Words = {
    "1": _("Monday"),
    "2": _("Tuesday"),
    "3": _("Wednesday"),
    "4": _("Thursday"),
    "5": _("Friday"),
    "6": _("Saturday"),
    "7": _("Sunday"),
}
LANGUAGES: Words = {
    "en": "English",
    "de": "Deutsch",
    "ar": "العربية",
    "fa": "فارسی",
    "fr": "Français",
    "it": "Italiano",
    "pl": "Polski",
    "ru": "Русский",
    "es": "Español",
    "tr": "Türkçe",
    "uk": "Українська",
    "sign": _("sign language"),
}
"""As their speakers write them."""
LOOKS: Words = {
    Look.GOES_ON.value: _("It fits: we go on"),
    Look.TALK.value: _("Something is in the way: we talk about it and look again"),
    Look.CHANGE.value: _("Somebody else would fit better: we look together"),
}
