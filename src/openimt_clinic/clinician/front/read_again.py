"""A form about something in which others write, too: what changed meanwhile comes back in it.

Each field says what the page had shown (its hidden initial). After a refusal what nobody typed here
takes the words that stand now, what was typed stays with those words beside it, and the form is no
longer too old: sent once more it holds.
"""

from collections.abc import Collection
from copy import copy
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _


class SeenForm(forms.Form):
    """``seen``: when what the page showed was written."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.remember()

    def remember(self) -> None:
        """From now on each field sends along what it showed; called again after adding fields."""
        for field in self.fields.values():
            field.show_hidden_initial = not field.widget.is_hidden


def read_again(form: SeenForm, fresh: SeenForm, kept: Collection[str] = ()) -> None:
    """Brings what stands now into the form that was sent. ``fresh``: the same form, opened anew.
    ``kept``: fields of which what was typed is kept already."""
    seen = str(fresh["seen"].value() or "")
    if form.data.get(form["seen"].html_name) == seen:
        return
    typed = set(form.changed_data) - set(kept)
    data: Any = copy(form.data)
    data[form["seen"].html_name] = seen
    for there in fresh:
        here = form[there.name]
        stands, showed = _shown(there), _plain(form.data.get(here.html_initial_name, ""))
        if there.is_hidden or stands == showed:
            continue
        data[here.html_initial_name] = stands
        if there.name not in typed:
            _put(data, here.html_name, there)
        elif _plain(data.get(here.html_name, "")) != _plain(_sent(there)):
            says = _("Meanwhile somebody wrote here: %(words)s. What you wrote is still in the "
                     "field; sent once more, it holds.")  # fmt: skip
            form.add_error(there.name, says % {"words": _words(there)})
    form.data = data


def _shown(there: BoundField) -> str:
    """A value as its hidden twin sends it."""
    value = there.value()
    return "" if value is None else _plain(value)


def _sent(there: BoundField) -> str:
    """A value as the field itself sends it."""
    return str(there.field.widget.format_value(there.value()) or "")


def _put(data: Any, name: str, there: BoundField) -> None:
    if isinstance(there.field, forms.BooleanField):
        data.pop(name, None)
        if there.value():
            data[name] = "on"
    elif isinstance(there.field, forms.ChoiceField):
        data[name] = there.value()
    else:
        data[name] = _sent(there)


def _words(there: BoundField) -> str:
    """What stands there, as a person reads it."""
    value = there.value()
    if isinstance(there.field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(there.field, forms.ChoiceField):
        return str(dict(there.field.choices).get(value, value or _("nothing")))  # type: ignore[arg-type]
    return _sent(there) or _("nothing")


def _plain(value: object) -> str:
    """Browsers end a line in their own way."""
    return str(value).replace("\r\n", "\n")
