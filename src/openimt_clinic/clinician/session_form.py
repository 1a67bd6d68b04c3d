"""The form of a session: ticks, a step for each module, a note, what comes next; two minutes."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openimt.assess.library import load
from openimt.deliver.progress import move
from openimt.deliver.session import ModuleWork
from openimt.errors import DeliveryError
from openimt.formulate.assessment import Delivered
from openimt.terms import Step
from openimt_clinic.actions.delivering import Held
from openimt_clinic.clinician.answers_form import item_label
from openimt_clinic.clinician.fields import AnswerField, DayField, text_field
from openimt_clinic.clinician.session_queries import Prepared
from openimt_clinic.components.parts import STEP_NAMES

RATING = "oi-session-therapist"
RATED = "rating_"


@dataclass(frozen=True)
class ModuleFields:
    """The fields of one module, to print beside its point."""

    module: str
    name: str
    step: forms.BoundField
    note: forms.BoundField
    reason: forms.BoundField
    needs_reason: bool


class SessionForm(forms.Form):
    """What was done. A module that is ticked was worked on: its step, a line, a reason."""

    note = text_field(gettext_lazy("Note"), rows=5, required=False)
    homework = text_field(gettext_lazy("To try until next time"), rows=2, required=False)
    next_on = DayField(required=False, label=gettext_lazy("Next session on"))

    def __init__(self, prepared: Prepared, language: str, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.prepared = prepared
        self.fields["done"] = forms.MultipleChoiceField(
            required=False, choices=[(p.id, p.says) for p in prepared.points]
        )
        for module in prepared.worked_modules:
            self.fields |= _module_fields(module, self._record(module))
        self.instrument = load(RATING)
        for number, item in enumerate(self.instrument.items, start=1):
            label = item_label(item, number, language)
            self.fields[RATED + item.id] = AnswerField(item, label=label, language=language)

    def clean(self) -> None:
        for module in self.prepared.worked_modules:
            self._check_move(module)

    def modules(self) -> dict[str, ModuleFields]:
        """The fields of each module on the agenda."""
        return {m: self._fields_of(m) for m in self.prepared.worked_modules}

    def ratings(self) -> list[forms.BoundField]:
        """The therapist's own items."""
        return [self[RATED + item.id] for item in self.instrument.items]

    @property
    def rating_errors(self) -> bool:
        """Whether one of the therapist's items was refused, so that its list must stand open."""
        return any(name.startswith(RATED) for name in self.errors)

    def held(self) -> Held:
        """What the session's action keeps."""
        given = self.cleaned_data
        worked = [m for m in self.prepared.worked_modules if self._worked(m)]
        return Held(
            work=tuple(self._work(module) for module in worked),
            agenda={p.id: p.id in given["done"] for p in self.prepared.points},
            note=given["note"],
            homework=given["homework"],
            next_on=given["next_on"],
            reasons={m: given[f"reason_{m}"] for m in worked if given[f"reason_{m}"].strip()},
        )

    def rated(self) -> dict[str, float | None]:
        """The therapist's answers; empty when none was given."""
        answers = {i.id: self.cleaned_data[RATED + i.id] for i in self.instrument.items}
        return answers if any(value is not None for value in answers.values()) else {}

    def _worked(self, module: str) -> bool:
        """Ticked on the agenda."""
        return f"module_{module}" in self.cleaned_data.get("done", ())

    def _record(self, module: str) -> Delivered:
        return self.prepared.delivered.get(module, Delivered(module))

    def _work(self, module: str) -> ModuleWork:
        given = self.cleaned_data
        before, after = self._record(module).step, given[f"step_{module}"]
        note = given[f"note_{module}"].strip()
        return ModuleWork(module, before, before if after is None else after, note)

    def _check_move(self, module: str) -> None:
        """The core's own rule of steps, said beside the field that breaks it."""
        given = self.cleaned_data
        if not self._worked(module) or given.get(f"step_{module}") is None:
            return
        try:
            move(self._record(module), given[f"step_{module}"], reason=given[f"reason_{module}"])
        except DeliveryError as refusal:
            name = self.prepared.catalogue.module(module).name
            self.add_error(f"reason_{module}", refusal.says.replace(f"{module} ", f"{name} ", 1))

    def _fields_of(self, module: str) -> ModuleFields:
        return ModuleFields(
            module,
            self.prepared.catalogue.module(module).name,
            self[f"step_{module}"],
            self[f"note_{module}"],
            self[f"reason_{module}"],
            bool(self[f"reason_{module}"].errors) or bool(self._record(module).ended),
        )


def _module_fields(module: str, record: Delivered) -> dict[str, forms.Field]:
    steps = [(str(int(s)), f"{int(s)} · {STEP_NAMES[s]}") for s in Step]
    return {
        f"step_{module}": forms.TypedChoiceField(
            choices=steps,
            coerce=int,
            initial=str(record.step),
            required=False,
            empty_value=None,
            label=_("Step now"),
        ),
        f"note_{module}": forms.CharField(
            required=False, max_length=500, label=_("What was seen, in a line")
        ),
        f"reason_{module}": forms.CharField(
            required=False,
            max_length=500,
            label=_("Reason, when a step is skipped or an ended module taken up again"),
        ),
    }
