"""Bringing in a series of numbers: look at it drawn, then keep it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from openimt.exchange.series import Series, SeriesColumns, people_in, read_series
from openimt.exchange.table import Table, parse_table
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.series_keeping import keep_series
from openimt_clinic.clinician.course_view import course_view
from openimt_clinic.clinician.fields import DayField
from openimt_clinic.clinician.import_answers import CHOOSE_FILE
from openimt_clinic.clinician.import_file import CarriedFile, pack, read_upload, unpack
from openimt_clinic.components.number_fields import NumberField, WholeField
from openimt_clinic.records.mapping.series import series_course, series_measure
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.series_record import DIRECTIONS, SeriesRecord
from openimt_clinic.refusals import carried_out


class SeriesForm(forms.Form):
    """A table, the columns of the series, and how its days are counted."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("A table (CSV, any separator), one row a day, session or prompt."),
    )
    name = forms.CharField(label=gettext_lazy("Name of the series"), max_length=60)
    values = forms.CharField(
        label=gettext_lazy("Columns to add up"),
        max_length=2000,
        help_text=gettext_lazy("One column, or several with commas between."),
    )
    lowest = NumberField(label=gettext_lazy("Lowest value of one column"), initial=0)
    highest = NumberField(label=gettext_lazy("Highest value of one column"))
    higher_is = forms.ChoiceField(
        label=gettext_lazy("A higher value is"),
        choices=[
            ("worse", gettext_lazy("worse")),
            ("better", gettext_lazy("better")),
            ("neither", gettext_lazy("neither")),
        ],
    )
    person = forms.CharField(
        label=gettext_lazy("Column that says who"), required=False, max_length=100
    )
    who = forms.CharField(
        label=gettext_lazy("Who of them this patient is"), required=False, max_length=100
    )
    when = forms.CharField(
        label=gettext_lazy("Column of days, or of counted sessions"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Empty: the rows stand in their order."),
    )
    first = DayField(
        past=True,
        required=False,
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("Where the file says no days."),
    )
    every_days = WholeField(
        label=gettext_lazy("Days from one to the next"), min_value=1, max_value=366, initial=7
    )
    a_day = WholeField(
        label=gettext_lazy("Rows that make one day"), min_value=1, max_value=100, initial=1
    )
    says = forms.CharField(
        label=gettext_lazy("Where the numbers come from"), required=False, max_length=200
    )
    carried = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, patient: Patient, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.patient = patient

    def file_brought(self) -> CarriedFile | None:
        """The file just chosen, else the one that travelled with the page."""
        if upload := self.cleaned_data["file"]:
            return read_upload(upload)
        return unpack(self.cleaned_data["carried"], self.patient.pk)

    def columns(self) -> SeriesColumns:
        """Where the series lies."""
        given = self.cleaned_data
        return SeriesColumns(
            values=tuple(name.strip() for name in given["values"].split(",") if name.strip()),
            lowest=given["lowest"],
            highest=given["highest"],
            when=given["when"],
            first=given["first"],
            every_days=given["every_days"],
            a_day=given["a_day"],
            person=given["person"],
            who=given["who"],
        )


@patient_page(write=Permission.ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_series(request: HttpRequest, patient: Patient) -> HttpResponse:
    """First drawn, then kept."""
    form = SeriesForm(patient, request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"patient": patient, "form": form}
    if request.method == "POST" and form.is_valid():
        carried = carried_out(form, form.file_brought, beside="file")
        if carried is None and not form.errors:
            form.add_error("file", str(CHOOSE_FILE))
        if carried is not None:
            shown |= {"carried": pack(carried, patient.pk), "file_name": carried.name}
            series = carried_out(form, lambda: _read(form, carried), beside="file")
            if series is not None:
                return _looked(request, patient, form, carried, series, shown)
    return render(request, "clinician/import_series.html", shown)


def _read(form: SeriesForm, carried: CarriedFile) -> Series | None:
    table = parse_table(carried.text, carried.name)
    columns = form.columns()
    if columns.person and not columns.who:
        form.add_error("who", _choose(table, columns.person))
        return None
    return read_series(table, columns)


def _choose(table: Table, column: str) -> str:
    people = people_in(table, column)
    shown = ", ".join(people[:12]) + (" …" if len(people) > 12 else "")
    says = ngettext(
        "The file names %(n)d person: %(who)s. Say that this is the patient.",
        "The file names %(n)d people: %(who)s. Say who of them this patient is.",
        len(people),
    )
    return says % {"n": len(people), "who": shown}


def _looked(
    request: HttpRequest,
    patient: Patient,
    form: SeriesForm,
    carried: CarriedFile,
    series: Series,
    shown: dict[str, Any],
) -> HttpResponse:
    # A refusal takes its field out of the cleaned data; the picture still needs the name.
    given = dict(form.cleaned_data)
    if "keep" in request.POST:
        kept = carried_out(form, lambda: _keep(request, patient, form, carried, series))
        if kept is not None:
            messages.success(request, _("The series is kept and drawn."))
            where = reverse("clinician:courses", args=[patient.pk])
            return redirect(f"{where}?measure={series_measure(kept)}")
    preview = SeriesRecord(
        name=given["name"],
        lowest=series.lowest,
        highest=series.highest,
        higher_is=given["higher_is"],
        points=[[day.isoformat(), value] for day, value in series.points],
    )
    drawn = course_view(series_course(preview)) if series.lowest < series.highest else None
    return render(
        request,
        "clinician/import_series.html",
        {**shown, "course": drawn, "left_out": series.left_out},
    )


def _keep(
    request: HttpRequest, patient: Patient, form: SeriesForm, carried: CarriedFile, series: Series
) -> SeriesRecord:
    given = form.cleaned_data
    return keep_series(
        patient=patient,
        name=given["name"],
        series=series,
        higher_is=given["higher_is"] if given["higher_is"] in DIRECTIONS else "worse",
        says=given["says"],
        file_name=carried.name[:200],
        by=standing_of(request).user,
    )
