"""Releasing one hard topic, and taking that back: two small forms, each with what stands so far."""

from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.story_releasing import (
    LONGEST_TOPIC,
    release_topic,
    take_back_release,
)
from openimt_clinic.clinician.fields import DayField
from openimt_clinic.clinician.hard_topics import hard_and_shared, hard_topics, may_read_story
from openimt_clinic.components.story.kept import kept
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.story_release import StoryRelease
from openimt_clinic.refusals import carried_out

BOTH = ("GET", "HEAD", "POST")


class ReleaseForm(forms.Form):
    """One topic and its last day: an entry that is shared, or another one by its title."""

    entry = forms.ModelChoiceField(
        queryset=PhoneDocument.objects.none(),
        required=False,
        blank=True,
        label=gettext_lazy("A hard entry that is shared"),
        help_text=gettext_lazy("It is opened as it is, also when its title changes."),
        empty_label=gettext_lazy("Another one, by its title below"),
    )
    topic = forms.CharField(
        label=gettext_lazy("Or the title that the person has given it"),
        help_text=gettext_lazy(
            "What bears exactly this title is opened, or the first entry that will, and nothing "
            "else. A later title changes nothing."
        ),
        max_length=LONGEST_TOPIC,
        required=False,
    )
    until = DayField(label=gettext_lazy("Until"))

    def __init__(self, patient: Patient, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field = self.fields["entry"]
        field.queryset = hard_and_shared(patient)  # type: ignore[attr-defined]
        field.label_from_instance = _titled  # type: ignore[attr-defined]


class TakeBackForm(forms.Form):
    """Why the topic is closed again."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it taken back?"),
        help_text=gettext_lazy(
            "It stands in the record, so in the person's copy of all that is kept, too. Their "
            "pages do not show it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@patient_page(write=Permission.DELIVER)
@require_http_methods(BOTH)
def release(request: HttpRequest, patient: Patient) -> HttpResponse:
    """The form, and every condition that does not hold yet, in words."""
    _only_who_treats(request, patient)
    form, by = ReleaseForm(patient, request.POST or None), standing_of(request).user
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if carried_out(form, lambda: release_topic(patient=patient, by=by, **given)) is not None:
            return redirect("clinician:story", patient.pk)
    context = {"patient": patient, "form": form, "hard": hard_topics(patient, timezone.now())}
    return render(request, "clinician/story_release.html", context)


@patient_page(write=Permission.DELIVER)
@require_http_methods(BOTH)
def take_back(request: HttpRequest, patient: Patient, release_id: UUID) -> HttpResponse:
    """Closes it at once, for a reason."""
    _only_who_treats(request, patient)
    one = get_object_or_404(StoryRelease, pk=release_id, patient=patient)
    form, by = TakeBackForm(request.POST or None), standing_of(request).user
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = carried_out(form, lambda: take_back_release(release=one, reason=reason, by=by))
        if done is not None:
            return redirect("clinician:story", patient.pk)
    context = {"patient": patient, "form": form, "one": one}
    return render(request, "clinician/story_take_back.html", context)


def _titled(document: PhoneDocument) -> str:
    one = kept(document)
    return f"{one.title} ({one.sort.name})"


def _only_who_treats(request: HttpRequest, patient: Patient) -> None:
    if not may_read_story(request, patient):
        raise PermissionDenied(_("What is shared of a story is for those who treat the person."))
