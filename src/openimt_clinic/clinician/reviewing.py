"""The review of modules: which wait, who has signed, and one more signature."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from openimt_clinic.access.care import require_in
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.reviewing import sign_module, take_back_signature
from openimt_clinic.clinician.fields import today_field
from openimt_clinic.clinician.review_view import SIDES, review_view, review_views
from openimt_clinic.records.mapping.catalogues import Ground, current_ground
from openimt_clinic.records.mapping.reviews import review_of, reviews_of
from openimt_clinic.records.module_signature import ModuleSignature, SignedAs
from openimt_clinic.refusals import carried_out


class SignatureForm(forms.Form):
    """Who read the module and stands behind it."""

    signer = forms.CharField(
        label=gettext_lazy("Name of who read it"),
        max_length=120,
        help_text=gettext_lazy("All staff of this clinic see the name on the module's page."),
    )
    signed_as = forms.TypedChoiceField(
        label=gettext_lazy("They read it as"), coerce=SignedAs, widget=forms.RadioSelect
    )
    on = today_field(gettext_lazy("Day they agreed"))
    read = forms.BooleanField(
        label=gettext_lazy(
            "They have read the module as it is now, the therapist's page and the patient's, and "
            "stand behind it."
        )
    )
    content = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, waits_for: tuple[SignedAs, ...], **named: Any) -> None:
        super().__init__(*args, **named)
        sides = cast(forms.TypedChoiceField, self.fields["signed_as"])
        sides.choices = [(side.value, SIDES[side]) for side in waits_for]


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def reviews(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Every module with who stands behind it; those that wait come first."""
    ground = current_ground(standing.clinic)
    known = ground.catalogue
    rows = review_views((*known.common(), *known.specific()), reviews_of(standing.clinic, ground))
    waiting = sum(1 for row in rows if not row.signed)
    shown = {"rows": rows, "waiting": waiting, "version": known.version, **_may(standing)}
    return render(request, "clinician/reviews.html", shown)


@clinic_page(Permission.READ_CATALOGUE)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, standing: Standing, module_id: str) -> HttpResponse:
    """One module: its signatures, and the form for the next one."""
    ground = current_ground(standing.clinic)
    if module_id not in ground.catalogue.modules:
        raise Http404
    if request.method == "POST":
        require_in(standing.user, Permission.AUTHOR_CATALOGUE, standing.clinic)
    found = review_of(standing.clinic, ground, module_id)
    form = SignatureForm(
        request.POST or None, waits_for=found.waits_for, initial={"content": found.content}
    )
    if request.method == "POST" and form.is_valid() and _signed(standing, module_id, form):
        messages.success(request, _("The signature is kept."))
        return redirect("clinician:review", module_id)
    shown = {
        "view": review_view(ground.catalogue.module(module_id), found),
        "form": form if found.waits_for else None,
        **_may(standing),
    }
    return render(request, "clinician/review.html", shown)


@clinic_page(Permission.READ_CATALOGUE)
def take_back(request: HttpRequest, standing: Standing, signature_id: UUID) -> HttpResponse:
    """A signature no longer counts."""
    row = get_object_or_404(ModuleSignature, pk=signature_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    take_back_signature(signature=row, by=standing.user)
    messages.success(request, _("The signature is taken back."))
    return redirect("clinician:review", row.module)


def _signed(standing: Standing, module: str, form: SignatureForm) -> bool:
    given = form.cleaned_data
    done = carried_out(form, lambda: sign_module(
        clinic=standing.clinic, module=module, content=given["content"], signer=given["signer"],
        signed_as=given["signed_as"], on=given["on"], by=standing.user,
    ))  # fmt: skip
    return done is not None


def _may(standing: Standing) -> dict[str, object]:
    return {"may_sign": standing.may(Permission.AUTHOR_CATALOGUE)}


def module_review(standing: Standing, ground: Ground, module: str) -> dict[str, object]:
    """What a module's page says of its review."""
    found = review_of(standing.clinic, ground, module)
    return {"review": review_view(ground.catalogue.module(module), found), **_may(standing)}
