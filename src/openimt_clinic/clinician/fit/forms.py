"""The forms of offers, free hours, wishes, and of what both found."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openimt.plan.fit import Wishes
from openimt_clinic.actions.fit.offering import LIMIT, LONGEST_WORDS, Offer
from openimt_clinic.clinician.fields import Choices, DayField, choice_field, listed
from openimt_clinic.clinician.fit import words
from openimt_clinic.components.number_fields import WholeField
from openimt_clinic.records.therapist_profile import TherapistProfile

LISTS = ("trained_in", "therapies", "languages", "modes", "styles")
SAID = ("supervised", "safety_trained", "crisis_cover")
PLAIN = ("limit", "stays_until", "sex", "open_to_new")
TEXTS = ("en", "de")


def several(label: object, choices: Choices) -> forms.MultipleChoiceField:
    """Any number of several words."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=choices,
        widget=widget,
        required=False,
    )


def said_or_not(label: object, help_text: object = "") -> forms.TypedChoiceField:
    """Yes, no, or not said."""
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        choices=[("", _("not said")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda given: given == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class OfferForm(forms.Form):
    """What somebody offers; all of it may stay empty, and then it is not known."""

    open_to_new = forms.BooleanField(label=_("Can be offered to people"), required=False)
    safety_trained = said_or_not(
        _("Trained in keeping people safe"), _("Safety plan, crises, after an attempt.")
    )
    crisis_cover = said_or_not(
        _("Cover in a crisis"), _("Somebody is there when I am not: roster, team, named cover.")
    )
    supervised = said_or_not(_("Supervision or a consultation team"))
    trained_in = several(_("Trained in"), listed(words.COMPETENCES))
    therapies = several(_("Therapies I offer"), [])
    languages = several(_("Languages"), listed(words.LANGUAGES))
    modes = several(_("Where"), listed(words.MODES))
    styles = several(_("How I work"), listed(words.STYLES))
    sex = choice_field(
        _("For people who have a wish about it, I am"), listed(words.SEXES), required=False
    )
    limit = WholeField(
        label=_("So many people at most"), min_value=0, max_value=LIMIT, required=False
    )
    stays_until = DayField(label=_("I am here until"), required=False, ahead=True)
    words_en = forms.CharField(
        label=_("For people who choose, in English"), max_length=LONGEST_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you do, and how an hour with you is. Short sentences."),
    )  # fmt: skip
    words_de = forms.CharField(
        label=_("The same in German"), max_length=LONGEST_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de"}),
    )  # fmt: skip

    ask_en = forms.CharField(
        label=_("Good questions to ask me, in English"), max_length=LONGEST_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. People read them with their first meeting in mind."),
    )  # fmt: skip
    ask_de = forms.CharField(
        label=_("The same in German"), max_length=LONGEST_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "de"}),
    )  # fmt: skip

    def __init__(self, therapies: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["therapies"].choices = therapies  # type: ignore[attr-defined]
        kept = self.initial.get("stays_until")
        self.fields["stays_until"].kept = kept  # type: ignore[attr-defined]

    def offer(self) -> Offer:
        """What was said."""
        given = self.cleaned_data
        said: dict[str, Any] = {name: tuple(given[name]) for name in LISTS}
        said |= {name: given[name] for name in (*SAID, *PLAIN)}
        said["own_words"] = {one: given[f"words_{one}"] for one in TEXTS}
        said["to_ask"] = {one: given[f"ask_{one}"] for one in TEXTS}
        return Offer(**said)


def kept_offer(kept: TherapistProfile | None) -> dict[str, Any]:
    """What stands in the form."""
    if kept is None:
        return {"open_to_new": True}
    plain = {name: getattr(kept, name) for name in (*LISTS, "limit", "stays_until", "sex")}
    yes = {True: "yes", False: "no", None: ""}
    return {
        **plain,
        "open_to_new": kept.open_to_new,
        **{name: yes[getattr(kept, name)] for name in SAID},
        **{f"words_{one}": kept.own_words.get(one, "") for one in TEXTS},
        **{f"ask_{one}": kept.to_ask.get(one, "") for one in TEXTS},
    }


class FreeHourForm(forms.Form):
    """One hour of the week."""

    weekday = forms.TypedChoiceField(label=_("Day"), choices=listed(words.DAYS), coerce=int)
    at = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    from_on = DayField(label=_("Free from"), initial=timezone.localdate)
    place = forms.ChoiceField(
        label=_("Where"), required=False,
        choices=[("", _("either")), *listed(words.MODES)],
    )  # fmt: skip


class WishesForm(forms.Form):
    """What the person would like; nothing is needed."""

    language = choice_field(_("Language"), listed(words.LANGUAGES), required=False)
    sex = choice_field(_("The therapist is"), listed(words.SEXES), required=False)
    style = choice_field(_("How they work"), listed(words.STYLES), required=False)
    therapy = choice_field(_("Therapy"), [], required=False)
    mode = choice_field(_("Where"), listed(words.MODES), required=False)
    days = several(_("Days that suit"), listed(words.DAYS))

    def __init__(self, therapies: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["therapy"].choices = [("", _("Choose …")), *therapies]  # type: ignore[attr-defined]

    def wishes(self) -> Wishes:
        """What was said; what was not understood is no wish."""
        given = self.cleaned_data if self.is_valid() else {}
        days = frozenset(int(day) for day in given.get("days", ()))
        names = ("language", "sex", "style", "therapy", "mode")
        return Wishes(**{name: given.get(name, "") for name in names}, days=days)


class OfferedForm(forms.Form):
    """Who of them is offered, and whether the person chooses on their own page."""

    users = several(_("Offer"), [])
    shown = forms.BooleanField(label=_("The person chooses on their own page"), required=False)

    def __init__(self, users: Iterable[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["users"].choices = list(users)  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """What both found."""

    look = forms.ChoiceField(
        label=_("Does it fit?"), choices=listed(words.LOOKS), widget=forms.RadioSelect
    )
