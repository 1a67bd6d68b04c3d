"""The person's diary card: as it holds, changed together in a minute, and its earlier versions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from openimt.deliver.card.card import Card, Row
from openimt.deliver.card.change import skills_to_add, to_add, together
from openimt.deliver.card.editing import MOST_DAYS, SAFETY
from openimt.deliver.card.known import known
from openimt.errors import DeliveryError
from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.doors import patient_page, standing_of
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.diary_cards import agree_card
from openimt_clinic.clinician.card_draft import changed, draft_of, draft_text, what_was_meant
from openimt_clinic.components.card_view import card_view
from openimt_clinic.components.number_fields import WholeField
from openimt_clinic.records.mapping.cards import Agreed, all_cards, first_card
from openimt_clinic.records.mapping.diary_days import row_says
from openimt_clinic.records.patient import Patient
from openimt_clinic.refusals import carried_out


class AgreeForm(forms.Form):
    """What is agreed beside the rows."""

    past_days = WholeField(
        label=_("Days back that can still be filled in"), min_value=0, max_value=MOST_DAYS
    )
    reason = forms.CharField(
        label=_("Why, if it helps later"), required=False, max_length=500, empty_value=""
    )


@dataclass(frozen=True)
class RowLine:
    """A row of the draft. ``stays``: it asks about safety and cannot be taken away."""

    id: str
    says: str
    kind: str
    stays: bool


@patient_page(write=Permission.DELIVER)
def card(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Buttons change the draft in the page; *agree* makes it the card from now on."""
    cards = all_cards(patient)
    earlier = [one.card for one in cards]
    sent = what_was_meant({name: str(value) for name, value in request.POST.items()})
    form = AgreeForm(sent or None, initial={"past_days": cards[0].past_days})
    draft, says = _draft(sent, cards[0], earlier)
    if sent.get("do") == "agree" and not says and form.is_valid():
        done = carried_out(
            form,
            lambda: agree_card(
                patient=patient,
                card=draft,
                by=standing_of(request).user,
                seen=_number(sent.get("seen", "")),
                **form.cleaned_data,
            ),
        )
        if done is not None:
            return redirect("clinician:card", patient.pk)
        draft = together(_made_from(patient, cards, sent), draft, cards[0].card)
        sent["seen"] = str(_version(cards[0]))
    if sent.get("do") != "agree":
        form = AgreeForm(initial={"past_days": cards[0].past_days} | _typed(sent))
    context = _page(draft, cards, patient)
    context |= {
        "form": form,
        "seen": sent.get("seen") or _version(cards[0]),
        "says": says,
        "may_edit": Permission.DELIVER in permissions_for(standing_of(request).user, patient)
        # Of a course that has ended nothing is edited; what was sent from an older page stays.
        and (patient.ended_on is None or bool(sent)),
    }
    return render(request, "clinician/card.html", context, status=422 if says else 200)


def _draft(sent: dict[str, str], holds: Agreed, earlier: list[Card]) -> tuple[Card, str]:
    """The draft as it is now, and a sentence when the button could do nothing."""
    try:
        draft = draft_of(sent, holds.card)
    except DeliveryError as refusal:
        return holds.card, refusal.says
    try:
        return changed(draft, sent, earlier), ""
    except DeliveryError as refusal:
        return draft, refusal.says


def _made_from(patient: Patient, cards: tuple[Agreed, ...], sent: dict[str, str]) -> Card:
    """The card that the page showed first; somebody may have agreed on another since."""
    seen = _number(sent.get("seen", "")) or 0
    shown = (one.card for one in cards if _version(one) == seen)
    return next(shown, first_card(patient))


def _version(one: Agreed) -> int:
    return one.record.number if one.record else 0


def _number(sent: str) -> int | None:
    return int(sent) if re.fullmatch(r"[0-9]{1,9}", sent) else None


def _typed(sent: dict[str, str]) -> dict[str, str]:
    return {name: sent[name] for name in ("past_days", "reason") if sent.get(name)}


def _page(draft: Card, cards: tuple[Agreed, ...], patient: Patient) -> dict[str, object]:
    earlier = [one.card for one in cards]
    return {
        "patient": patient,
        "draft": draft_text(draft),
        "is_new": draft != cards[0].card,
        "lines": [_line(row) for row in draft.rows],
        "skills": [(s.id, s.words("en"), known().family(s.family, "en")) for s in draft.skills],
        "to_add": [(pair[0].id, _pair_says(pair)) for pair in to_add(draft, earlier)],
        "skills_to_add": [(s.id, s.words("en")) for s in skills_to_add(draft, earlier)],
        "card": card_view(draft, {}, patient.language or "en"),
        "language": patient.language or "en",
        "versions": [
            (one.record, ", ".join(map(row_says, one.card.rows))) for one in cards if one.record
        ],
        "holds": cards[0],
    }


def _line(row: Row) -> RowLine:
    kind = "yes or no" if row.kind.value == "yes_no" else row.kind.value
    every = f"{kind}, each week" if row.every.value == "week" else kind
    return RowLine(row.id, row_says(row), every, row.id in SAFETY)


def _pair_says(pair: Iterable[Row]) -> str:
    return " + ".join(row_says(row) for row in pair)
