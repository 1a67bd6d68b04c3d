"""The Questionnaire that a response was filled from, where the file holds it: a help, never needed.

It may be contained in the response or stand beside it in the bundle. It says which form this is and
which codes its items have; answers are still read from the response alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Resource = Mapping[str, Any]


def said_questionnaire(response: Resource) -> str:
    """The questionnaire's address without its version: a text in R4, a reference in STU3."""
    said = response.get("questionnaire")
    if isinstance(said, Mapping):
        said = said.get("reference")
    return said.partition("|")[0].rstrip("/") if isinstance(said, str) else ""


def find_questionnaire(response: Resource, beside: Sequence[Resource]) -> Resource | None:
    """The Questionnaire that the response names, among those contained in it and in the bundle."""
    said = said_questionnaire(response)
    if not said:
        return None
    if said.startswith("#"):
        held = _resources(response.get("contained"))
        return next((one for one in held if one.get("id") == said.removeprefix("#")), None)
    return next((one for one in beside if said in _addresses(one)), None)


def codes_of(holder: Resource) -> tuple[str, ...]:
    """The codes of a questionnaire or of one of its items."""
    listed = holder.get("code")
    found = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return tuple(one["code"] for one in found if isinstance(one.get("code"), str))


def item_codes(questionnaire: Resource) -> dict[str, list[dict[str, str]]]:
    """The codes of each item by its link id, at any depth, as a response would carry them."""
    return {
        item["linkId"]: [{"code": code} for code in codes_of(item)]
        for item in _items(questionnaire.get("item"))
        if isinstance(item.get("linkId"), str) and codes_of(item)
    }


def is_questionnaire(resource: object) -> bool:
    """Whether a resource is a Questionnaire."""
    return isinstance(resource, Mapping) and resource.get("resourceType") == "Questionnaire"


def _resources(held: object) -> list[Resource]:
    return [one for one in held if is_questionnaire(one)] if isinstance(held, list) else []


def _addresses(questionnaire: Resource) -> set[object]:
    named = questionnaire.get("id")
    return {questionnaire.get("url"), f"Questionnaire/{named}"}


def _items(items: object) -> Iterator[Resource]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping):
            yield item
            yield from _items(item.get("item"))
