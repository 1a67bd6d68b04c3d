"""When an earlier course counts as one that did not help: seen, tried, changed with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.errors import OpenIMTError
from openimt.terms import Truth
from openimt.trial.eligibility import Definition, meaning, numbers_of, with_numbers
from openimt.trial.eligibility.own_numbers import SCALE, Number
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.nonresponse import set_nonresponse
from openimt_clinic.components.number_fields import NumberField, WholeField
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.prior_treatments import counted, definition, definition_of
from openimt_clinic.records.nonresponse_rule import NonResponseRule
from openimt_clinic.refusals import carried_out

LABELS = {
    "courses_needed": gettext_lazy("Such courses that are asked for"),
    "months": gettext_lazy("It lasted at least so many months"),
    "share_of_sessions": gettext_lazy(
        "Or so much of its sessions was kept (0.75 is three of four)"
    ),
    "criteria_left": gettext_lazy("Or so many criteria were still met at its end"),
    "trained_therapist": gettext_lazy("The therapist was trained in it"),
    "reason_needed": gettext_lazy("It is written down what stood in the way"),
}


class NumbersForm(forms.Form):
    """Every number of the definition, and why it is changed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, rule: Definition, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, value in numbers_of(rule).items():
            self.fields[name] = _field(name, value, rule)
        self.fields["reason"] = forms.CharField(
            label=_("Why"), max_length=1000, required=False,
            help_text=_("It stays with the change, for everybody who reads a course by it."),
        )  # fmt: skip

    def numbers(self) -> dict[str, Number]:
        """As they were typed."""
        typed = {n: v for n, v in self.cleaned_data.items() if n not in ("seen", "reason")}
        return {n: int(v) if isinstance(v, float) and v == v // 1 else v for n, v in typed.items()}


def _field(name: str, value: Number, rule: Definition) -> forms.Field:
    if isinstance(value, bool):
        return forms.BooleanField(label=LABELS[name], required=False, initial=value)
    if name.startswith(SCALE):
        scale = rule.scales[name.removeprefix(SCALE)]
        label = _("%(scale)s: better by more than so many points is no chance")
        return NumberField(label=label % {"scale": scale.name}, initial=value)
    kind = WholeField if isinstance(value, int) and name != "months" else NumberField
    return kind(label=LABELS[name], initial=f"{value:g}")


@clinic_page(Permission.RUN_CLINIC)
def nonresponse(request: HttpRequest, standing: Standing) -> HttpResponse:
    """``do``: *try* shows what other numbers would mean, *keep* keeps them, *default* goes back."""
    clinic, do = standing.clinic, request.POST.get("do", "")
    history = list(NonResponseRule.objects.filter(clinic=clinic).select_related("by")[:20])
    rule, last = definition_of(clinic.pk), history[0] if history else None
    sent = request.POST if do in ("try", "keep") else None
    form = NumbersForm(rule, sent, initial={"seen": last.pk if last else ""})
    back = BackForm(request.POST if do == "default" else None, prefix="back",
                    initial={"seen": last.pk if last else ""})  # fmt: skip
    if do in ("keep", "default") and _kept(standing, form if do == "keep" else back):
        messages.success(request, _("This holds from now on."))
        return redirect("team:nonresponse")
    context = {
        "rule": rule,
        "own": bool(last and last.numbers),
        "meaning": meaning(rule),
        "counted": _counted(clinic, rule),
        "tried": _tried(clinic, form, rule) if do == "try" and form.is_valid() else None,
        "form": form,
        "back": back,
        "history": [_told(one) for one in history],
        "packaged_meaning": meaning(definition()),
    }
    return render(request, "team/nonresponse.html", context)


class BackForm(forms.Form):
    """Why the packaged numbers hold again."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=1000, required=False)

    def numbers(self) -> dict[str, Number]:
        """Those of the package."""
        return {}


def _kept(standing: Standing, form: NumbersForm | BackForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    done = carried_out(form, lambda: set_nonresponse(
        clinic=standing.clinic, numbers=form.numbers(), reason=given["reason"],
        seen=given["seen"], by=standing.user,
    ))  # fmt: skip
    return done is not None


def _tried(clinic: Clinic, form: NumbersForm, rule: Definition) -> dict[str, object] | None:
    """What these numbers would mean, beside what holds; nothing is kept."""
    try:
        other = with_numbers(definition(), form.numbers())
    except OpenIMTError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.says)
        return None
    now = meaning(rule)
    said = [{"says": one, "new": one not in now} for one in meaning(other)]
    return {"says": said, "counted": _counted(clinic, other)}


def _counted(clinic: Clinic, rule: Definition) -> list[tuple[object, int]]:
    found = counted(clinic.pk, rule)
    return [
        (_("count as a course that did not help"), found[Truth.MET]),
        (_("do not count"), found[Truth.NOT_MET]),
        (_("nobody can tell yet"), found[Truth.UNKNOWN]),
    ]


def _told(one: NonResponseRule) -> dict[str, object]:
    words = {name: str(label) for name, label in LABELS.items()}
    words |= {f"{SCALE}{scale.id}": scale.name for scale in definition().scales.values()}
    yes = {True: _("yes"), False: _("no")}
    says = [
        f"{words.get(name, name)}: {yes[value] if isinstance(value, bool) else value}"
        for name, value in one.numbers.items()
    ]
    return {"row": one, "says": says}
