"""Bringing filled forms in: a look at what the file holds; then, chosen and confirmed, kept."""

from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from openimt.assess.library import known, load
from openimt.exchange.filled import Filled, read_filled
from openimt.exchange.forms import Columns, items_option
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.importing import Imported, import_answers
from openimt_clinic.clinician.fields import DayField
from openimt_clinic.clinician.import_file import CarriedFile, pack, read_upload, unpack
from openimt_clinic.clinician.import_look import Look, brought_of, look_at
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out

CHOOSE_FILE = gettext_lazy("Choose a file of at most 2 MB.")


class ImportForm(forms.Form):
    """A file, what it holds, and, after the look, who of it is this patient."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("FHIR (a bundle or one response, R4 or STU3), or a table (CSV)."),
    )
    instrument = forms.ChoiceField(
        label=gettext_lazy("Instrument"),
        required=False,
        help_text=gettext_lazy("A FHIR file says it; a table does not."),
    )
    items = forms.CharField(
        label=gettext_lazy("Item columns"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "Their names in order, with commas between, or what they all begin with. Empty: "
            "columns named by item, or q1, q2 and so on. (On the command line: --items.)"
        ),
    )
    person = forms.CharField(
        label=gettext_lazy("Column that says who"), required=False, max_length=100
    )
    occasion = forms.CharField(
        label=gettext_lazy("Column that says when"), required=False, max_length=100
    )
    carried = forms.CharField(required=False, widget=forms.HiddenInput)
    subject = forms.CharField(required=False, max_length=200)
    undated = DayField(past=True, required=False, label=gettext_lazy("Day of forms that say none"))

    def __init__(self, patient: Patient, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.patient = patient
        named_ones = sorted((load(name).name, name) for name in known())
        choices = [("", _("as the file says")), *((id_, name) for name, id_ in named_ones)]
        self.fields["instrument"].choices = choices  # type: ignore[attr-defined]

    def file_brought(self) -> CarriedFile | None:
        """The file just chosen, else the one that travelled with the page."""
        if upload := self.cleaned_data["file"]:
            return read_upload(upload)
        return unpack(self.cleaned_data["carried"], self.patient.pk)

    def read(self, carried: CarriedFile) -> Filled:
        """The forms in the file, by the columns that were named."""
        given = self.cleaned_data
        instrument = load(given["instrument"]) if given["instrument"] else None
        columns = Columns(
            items_option(given["items"] or None), given["person"] or None, given["occasion"] or None
        )
        return read_filled(carried.text, carried.name, instrument, columns)


@patient_page(write=Permission.ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Look, then keep. A refused file changes nothing, and what was typed stays."""
    form = ImportForm(patient, request.POST or None, request.FILES or None)
    shown: dict[str, object] = {"patient": patient, "form": form, "zone": patient.clinic.time_zone}
    if request.method == "POST" and form.is_valid():
        carried = carried_out(form, form.file_brought, beside="file")
        if carried is None and not form.errors:
            form.add_error("file", str(CHOOSE_FILE))
        if carried is not None:
            shown |= {"carried": pack(carried, patient.pk), "file_name": carried.name}
            filled = carried_out(form, lambda: form.read(carried), beside="file")
            if filled is not None:
                return _looked(request, patient, form, carried, filled, shown)
    return render(request, "clinician/import.html", shown)


def _looked(
    request: HttpRequest,
    patient: Patient,
    form: ImportForm,
    carried: CarriedFile,
    filled: Filled,
    shown: dict[str, object],
) -> HttpResponse:
    look: Look = look_at(filled, carried.name, ZoneInfo(patient.clinic.time_zone))
    if "keep" in request.POST:
        kept = carried_out(form, lambda: _keep(request, patient, form, carried, filled))
        if kept is not None:
            messages.success(request, _kept_says(kept))
            return redirect("clinician:assessment", patient.pk)
    return render(request, "clinician/import.html", {**shown, "look": look})


def _keep(
    request: HttpRequest, patient: Patient, form: ImportForm, carried: CarriedFile, filled: Filled
) -> Imported:
    given, zone = form.cleaned_data, ZoneInfo(patient.clinic.time_zone)
    brought = brought_of(
        filled, given["subject"], given["undated"], zone, timezone.now(), carried.name
    )
    return import_answers(
        patient=patient,
        instrument=filled.instrument.id,
        brought=brought,
        by=standing_of(request).user,
        file_name=carried.name[:200],
    )


def _kept_says(kept: Imported) -> str:
    count = len(kept.kept)
    said = [ngettext("%(n)d form was kept.", "%(n)d forms were kept.", count) % {"n": count}]
    if kept.known_already:
        was = ngettext("%(n)d was there already.", "%(n)d were there already.", kept.known_already)
        said.append(was % {"n": kept.known_already})
    if kept.alerts:
        said.append(_("An answer needs somebody now: see the open case."))
    return " ".join(said)
