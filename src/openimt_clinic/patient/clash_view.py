"""A clash in plain words: what was asked, both answers, on which device, and when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from openimt.assess.instrument import Item
from openimt_clinic.actions.phone.answers import items_of
from openimt_clinic.actions.phone.clashes import CHOSEN
from openimt_clinic.actions.phone.kinds import KINDS
from openimt_clinic.components.numbers import said
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_clash import PhoneClash
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.phone_entry import PhoneEntry

WEB = "web"


@dataclass(frozen=True)
class Side:
    """One of the two answers. ``at`` None: it is not known any more when it was given."""

    answer: str
    where: str
    at: datetime | None


@dataclass(frozen=True)
class ClashView:
    """``stands``: what holds until somebody chooses. ``asked``: empty for words of one's own."""

    id: UUID
    about: datetime | None
    day: object
    asked: str
    stands: Side
    other: Side


def open_clashes(patient: Patient) -> list[PhoneClash]:
    """What two devices answered differently and nobody has chosen yet, the oldest first."""
    rows = PhoneClash.objects.filter(
        patient=patient, settled_at__isnull=True, document__removed_at__isnull=True
    )
    return list(rows.select_related("document"))


def clash_views(patient: Patient) -> list[ClashView]:
    """Each open clash as the page shows it."""
    clashes = open_clashes(patient)
    keys = {clash.key for clash in clashes} | {UUID(_standing(clash)["key"]) for clash in clashes}
    entries = PhoneEntry.objects.filter(patient=patient, key__in=keys)
    given = {entry.key: entry.given_at for entry in entries.only("key", "given_at")}
    names = dict(PhoneDevice.objects.filter(patient=patient).values_list("pk", "name"))
    devices = {str(device): name for device, name in names.items()}
    return [_view(clash, given, devices) for clash in clashes]


def _view(clash: PhoneClash, given: dict[UUID, datetime], names: dict[str, str]) -> ClashView:
    item = _item(clash)
    standing = _standing(clash)
    key = UUID(standing["key"])
    return ClashView(
        id=clash.pk,
        about=given.get(clash.key),
        day=clash.document.about,
        asked=_in_language(item.says) if item else "",
        stands=Side(
            _words(standing["value"], item), _where(standing["device"], names), given.get(key)
        ),
        other=Side(_words(clash.value, item), _where(clash.device, names), given.get(clash.key)),
    )


def _standing(clash: PhoneClash) -> dict[str, str]:
    row: dict[str, str] = clash.document.fields[clash.field]
    return row


def _item(clash: PhoneClash) -> Item | None:
    kind = KINDS.get(clash.document.kind)
    instrument = kind.instrument(clash.document.name) if kind else ""
    return items_of(instrument).get(clash.field)


def _in_language(said_in: object) -> str:
    words = said_in if isinstance(said_in, dict) else {}
    return str(words.get(get_language() or "en") or words.get("en", ""))


def _words(value: object, item: Item | None) -> str:
    if value is None:
        return _("Left out")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(_words(one, None) for one in value)
    if isinstance(value, int | float):
        return _number(value, item)
    return str(value)


def _number(value: float, item: Item | None) -> str:
    options = (item.options or {}) if item else {}
    words = options.get(get_language() or "en") or options.get("en", ())
    place = int(value - item.lowest) if item else -1
    return words[place] if 0 <= place < len(words) else said(value)


def _where(device: str, names: dict[str, str]) -> str:
    if device == CHOSEN:
        return _("chosen by you")
    if device.startswith(WEB):
        return _("in a browser, signed in")
    return names.get(device) or pgettext("a device without a name", "on a phone or tablet")
