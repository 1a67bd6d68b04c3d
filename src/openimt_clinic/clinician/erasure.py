"""A person's wish that their data be taken away, answered by who treats them or leads the team."""

import functools
from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from openimt_clinic.access.care import permissions_for, require
from openimt_clinic.access.doors import SAFE, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.erasing import answer_erasure, leads
from openimt_clinic.audit.log import READING, record
from openimt_clinic.records.erasure_request import ErasureRequest
from openimt_clinic.records.user import User
from openimt_clinic.refusals import carried_out

Page = Callable[..., HttpResponse]


class AnswerForm(forms.Form):
    """The answer, in words the person can read."""

    answer = forms.CharField(
        label=_("Your answer to the person"),
        help_text=_("What is taken away, what is kept, why, and for how long."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


def erasure_page(view: Page) -> Page:
    """Who may read the record or leads the team sees the wish; the answer needs more."""

    @login_required
    @functools.wraps(view)
    def opened(request: HttpRequest, request_id: UUID) -> HttpResponse:
        user = standing_of(request).user
        asked = ErasureRequest.objects.filter(pk=request_id).select_related("patient__clinic")
        wish = asked.first()
        if wish is None or not may_see(user, wish):
            raise Http404
        if request.method not in SAFE and not leads(user, wish.patient):
            require(user, Permission.KEEP_SAFE, wish.patient)
        response = view(request, wish)
        if request.method in SAFE:
            record(READING, by=user, patient=wish.patient, page="clinician:erasure")
        return response

    return opened


def may_see(user: User, wish: ErasureRequest) -> bool:
    """Whether the user reads the person's record or leads the team."""
    allowed = permissions_for(user, wish.patient)
    return Permission.READ_RECORD in allowed or leads(user, wish.patient)


@erasure_page
def erasure(request: HttpRequest, wish: ErasureRequest) -> HttpResponse:
    """The wish, and the answer once there is one."""
    user = standing_of(request).user
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        done = carried_out(form, lambda: answer_erasure(request=wish, answer=answer, by=user))
        if done is not None:
            return redirect("clinician:erasure", wish.pk)
    allowed = permissions_for(user, wish.patient)
    context = {
        "wish": wish,
        "form": form,
        "may_answer": leads(user, wish.patient) or Permission.KEEP_SAFE in allowed,
        "may_read": Permission.READ_RECORD in allowed,
    }
    return render(request, "clinician/erasure.html", context)
