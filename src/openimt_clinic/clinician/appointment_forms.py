"""The forms of appointments: a series, what came of one, another hour or place."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.deliver.series import Rhythm
from openimt.deliver.writing.written_day import Side, written_day
from openimt_clinic.actions.delivering import Where
from openimt_clinic.clinician.fields import DayField, LinesField
from openimt_clinic.components.number_fields import WholeField
from openimt_clinic.records.appointment import Appointment, AppointmentState, Place
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

USUAL_WEEKS = 26
PLACES = [
    (Place.IN_PERSON.value, gettext_lazy("In person")),
    (Place.REMOTE.value, gettext_lazy("Remote: by video or telephone")),
]


class SkippedDays(LinesField):
    """Days without a session, one a line."""

    def clean(self, value: object) -> list[date]:  # type: ignore[override]
        return [_day(line) for line in super().clean(value)]


def _day(line: str) -> date:
    day = written_day(line, timezone.localdate(), Side.AHEAD)
    if day is None:
        says = _("“%(line)s” is no day; write days such as 24.12. or 24 Dec, one a line.")
        raise ValidationError(says % {"line": line})
    return day


class WhereForm(forms.Form):
    """Where a session is."""

    place = forms.ChoiceField(
        label=gettext_lazy("Where"), choices=PLACES, widget=forms.RadioSelect,
        initial=Place.IN_PERSON.value,
    )  # fmt: skip
    where = forms.CharField(
        label=gettext_lazy("Room, or where the person is"), required=False, max_length=120
    )
    call_back = forms.CharField(
        label=gettext_lazy("Number to call back"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("For a remote session: in case the line breaks, or help is needed."),
    )

    near = forms.CharField(
        label=gettext_lazy("Who is near"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For a remote session: who is there or close by, and their number."),
    )

    def place_given(self) -> Where:
        """The place as the action wants it."""
        given = self.cleaned_data
        where, number = given["where"].strip(), given["call_back"].strip()
        return Where(Place(given["place"]), where, number, given["near"].strip())


class SeriesForm(WhereForm):
    """A series of appointments at the same hour."""

    first = DayField(ahead=True, label=gettext_lazy("First day"))
    at = forms.TimeField(
        label=gettext_lazy("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = WholeField(label=gettext_lazy("Minutes"), min_value=5, max_value=240, initial=50)
    rhythm = forms.TypedChoiceField(
        label=gettext_lazy("How often"),
        choices=[
            (Rhythm.WEEKLY.value, gettext_lazy("Every week")),
            (Rhythm.FORTNIGHTLY.value, gettext_lazy("Every second week")),
        ],
        coerce=lambda weeks: Rhythm(int(weeks)),
        widget=forms.RadioSelect,
        initial=Rhythm.WEEKLY.value,
    )
    until = DayField(ahead=True, label=gettext_lazy("Until"))
    holidays = SkippedDays(
        label=gettext_lazy("Days without a session"),
        help_text=gettext_lazy("Holidays and planned absence, one day a line."),
    )
    with_whom = forms.ModelChoiceField(
        queryset=User.objects.none(), label=gettext_lazy("With"), empty_label=None
    )

    field_order = (
        "first", "at", "until", "minutes", "rhythm", "place",
        "where", "call_back", "near", "with_whom", "holidays",
    )  # fmt: skip

    def __init__(self, patient: Patient, by: User, *args: object, **named: object) -> None:
        today = timezone.localdate()
        initial = {"until": today + timedelta(weeks=USUAL_WEEKS), "with_whom": by}
        super().__init__(*args, **(named | {"initial": initial}))  # type: ignore[arg-type]
        people: forms.ModelChoiceField[User] = self.fields["with_whom"]  # type: ignore[assignment]
        people.queryset = _treating(patient, by)


def _treating(patient: Patient, by: User) -> QuerySet[User]:
    treating = CareRelation.objects.filter(
        patient=patient, kind=CareKind.TREATING.value, until__isnull=True
    ).values("user")
    return User.objects.filter(pk__in=treating) | User.objects.filter(pk=by.pk)


class MarkForm(forms.Form):
    """What came of an appointment."""

    state = forms.TypedChoiceField(
        label=gettext_lazy("What came of it"), coerce=AppointmentState, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Needed when we cancelled: the person is told so."),
    )

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        states: forms.TypedChoiceField = self.fields["state"]  # type: ignore[assignment]
        states.choices = [(s.value, appointment_word(s)) for s in AppointmentState]


class MoveForm(WhereForm):
    """Another day, hour or place for one appointment."""

    day = DayField(label=gettext_lazy("Day"))
    at = forms.TimeField(
        label=gettext_lazy("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    field_order = ("day", "at", "place", "where", "call_back", "near")

    def moment(self, zone: ZoneInfo) -> datetime:
        """The chosen day and hour in the clinic's time."""
        hour: time = self.cleaned_data["at"]
        return datetime.combine(self.cleaned_data["day"], hour, tzinfo=zone)


def move_initial(appointment: Appointment) -> dict[str, object]:
    """The appointment as it stands."""
    local = timezone.localtime(appointment.starts_at)
    return {
        "day": local.date(),
        "at": local.time(),
        "place": appointment.place,
        "where": appointment.where,
        "call_back": appointment.call_back,
        "near": appointment.near,
    }


def appointment_word(state: AppointmentState) -> str:
    """What came of an appointment, in words."""
    words = {
        AppointmentState.PLANNED: _("planned"),
        AppointmentState.KEPT: _("kept"),
        AppointmentState.CANCELLED_WITH_NOTICE: _("cancelled with notice"),
        AppointmentState.MISSED: _("missed"),
        AppointmentState.CANCELLED_BY_US: _("cancelled by us"),
    }
    return words[state]
