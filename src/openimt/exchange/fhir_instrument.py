"""Which instrument a FHIR response is a form of, and which of its items is which."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from openimt.assess.instrument import Instrument
from openimt.assess.instruments import known, load
from openimt.exchange.fhir_answer import FormItem, Place, plain_value
from openimt.exchange.fhir_questionnaire import codes_of, said_questionnaire

__all__ = ["FormItem", "find_instrument", "match_items", "stated_total"]

LAST_NUMBER = re.compile(r"(?:^|[^0-9])0*([0-9]{1,3})$")
TOTAL = re.compile(r"(?<![a-z])(?:total|sum|summe|gesamtwert|score)(?![a-z])")
BEFORE_NUMBER = re.compile(r"^(.*?)[^a-z0-9]*(?:q|item|question)?[^a-z0-9]*[0-9]{1,3}$")


def find_instrument(
    data: Mapping[str, Any],
    items: Sequence[FormItem],
    wanted: Instrument | None,
    place: Place,
    form: Mapping[str, Any] | None = None,
) -> Instrument:
    """The instrument of one response: item codes first, then the questionnaire, then link ids.

    Item codes weigh most because panel codes and addresses are copied from form to form. A
    response that names no instrument is taken for ``wanted`` when its items carry its numbers.
    """
    by_address = _by_questionnaire(data) or (_by_form(form) if form else None)
    named = _by_item_codes(items, (by_address, wanted)) or by_address or _by_link_ids(items)
    if named is not None:
        return named
    if wanted is not None and match_items(items, wanted, place)[0]:
        return wanted
    if wanted is not None:
        raise place.refuse(f"has no item that {wanted.id} knows")
    says = "has no item of a known instrument; name the instrument with --instrument"
    raise place.refuse(says)


def match_items(
    items: Sequence[FormItem], instrument: Instrument, place: Place
) -> tuple[dict[str, FormItem], FormItem | None]:
    """The form's items by the instrument's item ids, and the sender's total if there is one."""
    total = _total(items, instrument)
    rest = [one for one in items if one is not total]
    matched = _matched(rest, {key: i.id for i in instrument.items for key in (i.id, *i.keys)})
    if not matched:
        matched = _by_number(rest, instrument, place)
    return matched, total


def _total(items: Sequence[FormItem], instrument: Instrument) -> FormItem | None:
    """The sender's own total: by its code, by its name, or a number that is no answer and follows
    the last item."""
    by_code = next((one for one in items if _words(one) & set(instrument.total_keys)), None)
    known = {key for item in instrument.items for key in (item.id, *item.keys)}
    others = [one for one in items if one.answers and not _words(one) & known]
    by_name = next((one for one in others if _is_total(one, instrument)), None)
    return by_code or by_name


def _is_total(item: FormItem, instrument: Instrument) -> bool:
    value = plain_value(item.answers[0])
    number = LAST_NUMBER.search(_link_id(item))
    place = int(number.group(1)) if number else 0
    if value is None or 1 <= place <= len(instrument.items):
        return False
    if TOTAL.search(f"{_link_id(item)} {item.data.get('text') or ''}".lower()):
        return True
    follows = place == len(instrument.items) + 1
    return follows and value > max(one.highest for one in instrument.items)


def stated_total(item: FormItem) -> float | None:
    """The number that the sender gives as the total."""
    return plain_value(item.answers[0]) if item.answers else None


def _matched(items: Sequence[FormItem], keys: Mapping[str, str]) -> dict[str, FormItem]:
    found: dict[str, FormItem] = {}
    for item in items:
        for word in _words(item) & keys.keys():
            name = keys[word]
            if name in found and found[name] is not item:
                raise item.place.refuse(f"answers {name} a second time")
            found[name] = item
    return found


def _by_number(
    items: Sequence[FormItem], instrument: Instrument, place: Place
) -> dict[str, FormItem]:
    """Items by the number at the end of their link ids; one more item may be a total."""
    found: dict[str, FormItem] = {}
    beyond = 0
    for item in items:
        number = LAST_NUMBER.search(_link_id(item))
        if number is None or not item.answers:
            continue
        n = int(number.group(1))
        if not 1 <= n <= len(instrument.items):
            beyond += 1
            continue
        name = instrument.items[n - 1].id
        if name in found:
            raise item.place.refuse(f"answers {name} a second time")
        found[name] = item
    if beyond > 1:
        raise place.refuse(f"has more items than {instrument.id}: a form of another instrument")
    return found


def _words(item: FormItem) -> set[str]:
    """Everything an item calls itself: link id, last part of its definition, its codes."""
    said = [_link_id(item)]
    definition = item.data.get("definition")
    if isinstance(definition, str):
        said.append(re.split(r"[/#|]", definition)[-1])
    codes = item.data.get("code")
    listed = codes if isinstance(codes, list) else []
    said += [str(code["code"]) for code in listed if isinstance(code, Mapping) and "code" in code]
    return {word for word in said if word}


def _link_id(item: FormItem) -> str:
    """The link id; of paths such as ``/44249-1/44250-9`` the last part."""
    link = item.data.get("linkId")
    return link.rstrip("/").rsplit("/", 1)[-1] if isinstance(link, str) else ""


def _by_item_codes(
    items: Sequence[FormItem], preferred: Sequence[Instrument | None]
) -> Instrument | None:
    """The instrument most of whose own item codes or ids stand in the response.

    Sets of ours share some items: of equals the first preferred one wins, then the shortest.
    """
    said = {word for item in items for word in _words(item)}
    counts = {name: len(said & _own_words(load(name))) for name in known()}
    most = max(counts.values())
    best = [load(name) for name, count in counts.items() if count == most]
    if not most:
        return None
    wanted = [one for one in preferred if one in best]
    return wanted[0] if wanted else min(best, key=lambda one: len(one.items))


def _own_words(instrument: Instrument) -> set[str]:
    """Item codes, and item ids unless they are mere numbers like ``q1``."""
    ids = {i.id for i in instrument.items if not LAST_NUMBER.search(i.id)}
    return ids | {key for item in instrument.items for key in item.keys}


def _by_questionnaire(data: Mapping[str, Any]) -> Instrument | None:
    """By the questionnaire's address, whole or its last part."""
    plain = said_questionnaire(data)
    return (_by_code(plain) or _by_code(plain.rsplit("/", 1)[-1])) if plain else None


def _by_form(form: Mapping[str, Any]) -> Instrument | None:
    """By what the Questionnaire says of itself: its address, its codes, its name."""
    address = str(form.get("url") or "").rstrip("/")
    said = [
        address,
        address.rsplit("/", 1)[-1],
        *codes_of(form),
        form.get("name"),
        form.get("title"),
    ]
    found = (_by_code(word) for word in said if isinstance(word, str) and word)
    return next((one for one in found if one is not None), None)


def _by_link_ids(items: Sequence[FormItem]) -> Instrument | None:
    """By what stands before the number in the link ids, as in ``phq9-1``."""
    before = [BEFORE_NUMBER.match(_link_id(item).lower()) for item in items]
    names = Counter(found.group(1) for found in before if found and found.group(1))
    return next((i for name, _ in names.most_common() if (i := _by_code(name))), None)


def _by_code(word: str) -> Instrument | None:
    wanted = _squeezed(word)
    for name in known():
        instrument = load(name)
        if wanted in {_squeezed(code) for code in (*instrument.codes, instrument.id)}:
            return instrument
    return None


def _squeezed(word: str) -> str:
    """A name without case and punctuation: ``PHQ-9`` and ``phq_9`` are one."""
    return re.sub(r"[^a-z0-9:/]", "", word.lower())
