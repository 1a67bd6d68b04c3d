"""Who belongs to one person's care, for the team lead: names and numbers, nothing of the record."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt_clinic.access.clinicians import clinicians
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.fit.handing_over import Words, bring_in, let_go, take_over
from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.appointment import Appointment, AppointmentState
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.care_relation import CareKind, CareRelation
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out

KINDS = {
    CareKind.TREATING.value: gettext_lazy("treats"),
    CareKind.TEAM.value: gettext_lazy("reads along (second person, supervisor, team)"),
}


class WhyForm(forms.Form):
    """Why; for staff."""

    because = forms.CharField(
        label=gettext_lazy("Why (for staff)"), max_length=1000, required=False
    )


class TellForm(WhyForm):
    """Why, and what the person reads."""

    says = forms.CharField(
        label=gettext_lazy("What the person reads, in your words"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Short and kind, in their language. Who is there from now on, and that their plan and "
            "numbers stay, stands there by itself."
        ),
    )  # fmt: skip

    def words(self) -> Words:
        """As they were typed."""
        return Words(self.cleaned_data["because"], self.cleaned_data["says"])


class HandOverForm(TellForm):
    """From whom to whom."""

    leaving = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("From"),
                                     empty_label=None)  # fmt: skip
    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("To"),
                                empty_label=gettext_lazy("Choose …"))  # fmt: skip
    reads_on = forms.BooleanField(
        label=gettext_lazy("Who hands over may go on reading the record"), required=False
    )
    field_order = ("leaving", "to", "because", "says", "reads_on")

    def __init__(self, treat: list[User], others: QuerySet[User], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        _among(self.fields["leaving"], User.objects.filter(pk__in=[one.pk for one in treat]))
        _among(self.fields["to"], others)


class BringInForm(TellForm):
    """Who comes in, and as what."""

    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Who"),
                                  empty_label=gettext_lazy("Choose …"))  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("As what"), choices=list(KINDS.items()), widget=forms.RadioSelect
    )
    field_order = ("user", "kind", "because", "says")

    def __init__(self, others: QuerySet[User], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        _among(self.fields["user"], others)


def _among(field: forms.Field, users: QuerySet[User]) -> None:
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = users


@clinic_page(Permission.RUN_CLINIC)
def care(request: HttpRequest, standing: Standing, patient_id: UUID) -> HttpResponse:
    """Who treats and who reads along; ``do``: *over* hands over, *in* brings in, *go* lets go."""
    patient = get_object_or_404(
        Patient.objects.select_related("clinic"), pk=patient_id, clinic=standing.clinic
    )
    do = request.POST.get("do", "")
    rows = list(_relations(patient).filter(until__isnull=True))
    treat = [one.user for one in rows if one.kind == CareKind.TREATING.value]
    others = clinicians(standing.clinic).exclude(pk__in=[one.pk for one in treat])
    over = HandOverForm(treat, others, request.POST if do == "over" else None, prefix="over")
    coming = BringInForm(others, request.POST if do == "in" else None, prefix="in",
                         initial={"kind": CareKind.TEAM.value})  # fmt: skip
    going = WhyForm(request.POST if do == "go" else None, prefix="go")
    if request.method == "POST" and _done(request, standing, patient, (over, coming, going)):
        return redirect("team:care", patient.pk)
    context = {
        "person": patient,
        "rows": [_row(one, _waiting(patient), len(treat)) for one in rows],
        "earlier": list(_relations(patient).filter(until__isnull=False)[:20]),
        "over": over if treat else None,
        "coming": coming,
        "going": going,
        "kinds": KINDS,
    }
    return render(request, "team/care.html", context)


def _relations(patient: Patient) -> QuerySet[CareRelation]:
    rows = CareRelation.objects.filter(patient=patient).select_related("user", "ended_by")
    return rows.order_by("-kind", "since", "id")


def _done(
    request: HttpRequest,
    standing: Standing,
    patient: Patient,
    asked: tuple[HandOverForm, BringInForm, WhyForm],
) -> bool:
    over, coming, going = asked
    by, do = standing.user, request.POST.get("do", "")
    acts: dict[str, tuple[forms.Form, Callable[[dict[str, Any]], object]]] = {
        "over": (over, lambda given: take_over(
            patient=patient, leaving=given["leaving"], to=given["to"], words=over.words(),
            reads_on=given["reads_on"], by=by,
        )),
        "in": (coming, lambda given: bring_in(
            patient=patient, user=given["user"], kind=CareKind(given["kind"]),
            words=coming.words(), by=by,
        )),
        "go": (going, lambda given: let_go(
            relation=_relation(patient, request), because=given["because"], by=by,
        )),
    }  # fmt: skip
    if do not in acts:
        raise Http404
    form, act = acts[do]
    if not form.is_valid() or carried_out(form, lambda: act(form.cleaned_data)) is None:
        return False
    messages.success(request, _("It holds from now on."))
    return True


def _relation(patient: Patient, request: HttpRequest) -> CareRelation:
    try:
        wanted = UUID(request.POST.get("relation", ""))
    except ValueError:
        raise Http404 from None
    return get_object_or_404(CareRelation, pk=wanted, patient=patient)


def _waiting(patient: Patient) -> dict[str, Counter[UUID | None]]:
    """What would go along with each of them, as numbers alone."""
    alerts = AlertCase.objects.filter(patient=patient, closed_at__isnull=True)
    drafts = CareDocument.objects.filter(
        patient=patient, state=DocumentState.DRAFT.value, private=False
    )
    hours = Appointment.objects.filter(
        patient=patient, state=AppointmentState.PLANNED.value, starts_at__gte=timezone.now(),
        meeting__isnull=True,
    )  # fmt: skip
    return {
        "alerts": Counter(alerts.values_list("owner", flat=True)),
        "drafts": Counter(drafts.values_list("author", flat=True)),
        "hours": Counter(hours.values_list("with_whom", flat=True)),
    }


def _row(one: CareRelation, waiting: dict[str, Counter[UUID | None]], treat: int) -> dict[str, Any]:
    treats = one.kind == CareKind.TREATING.value
    return {
        "row": one,
        "kind": KINDS[one.kind],
        "may_go": not treats or treat > 1,
        **{name: found[one.user_id] for name, found in waiting.items()},
    }
