"""Whether a module or therapy was signed, by whom, and whether it is still what they signed.

A text is *approved* when a named clinician and a named person with lived experience have signed
it; until then it is a *draft*. A change after signing takes the approval back.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.module import Module, Review
from openimt.catalogue.shape_reader import did_you_mean
from openimt.catalogue.therapy import Therapy
from openimt.catalogue.toml_file import Files, Found, Where

DRAFT, APPROVED = "draft", "approved"
NOT_SIGNED = frozenset({"status", "review"})
"""Keys that are about the signing and so are no part of what is signed."""

DIGITS = 16


def fingerprint(data: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits that follow from what a file says, not from how it is laid out.

    >>> fingerprint({"id": "r3", "status": "draft"}) == fingerprint({"id": "r3"})
    True
    """
    signed = {key: value for key, value in data.items() if key not in NOT_SIGNED}
    text = json.dumps(signed, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def status_is_earned(catalogue: Catalogue, files: Files) -> Found:
    """*Approved* needs both signatures, each with its day, for the very text that stands there."""
    for one in _all(catalogue):
        file = files[one.file]
        for says, where in _mistakes(one, fingerprint(file.data)):
            yield file.error(says, where)


def signed_but_draft(catalogue: Catalogue, files: Files) -> Found:
    """Both have signed what stands there, and it still calls itself a draft."""
    for one in _all(catalogue):
        review, file = one.review or Review(), files[one.file]
        whole = not list(_unsigned(review)) and review.content == fingerprint(file.data)
        if one.status == DRAFT and whole:
            yield file.error("both have signed it; its status can be 'approved'", ("status",))


def _all(catalogue: Catalogue) -> Iterator[Module | Therapy]:
    yield from catalogue.modules.values()
    yield from catalogue.therapies.values()


def _mistakes(one: Module | Therapy, content: str) -> Iterator[tuple[str, Where]]:
    review = one.review or Review()
    if one.status not in {DRAFT, APPROVED}:
        hint = did_you_mean(one.status, {DRAFT, APPROVED})
        yield f"the status is '{DRAFT}' or '{APPROVED}', not '{one.status}'{hint}", ("status",)
    yield from _half_signed(review)
    if one.status != APPROVED:
        return
    for missing in _unsigned(review):
        says = (
            f"is approved, but {missing} has not signed with name and day; say '{DRAFT}' until then"
        )
        yield says, ("status",)
    if review.content != content:
        says = (
            f"is not what was signed; have it signed again with content = '{content}', "
            f"or say '{DRAFT}'"
        )
        yield says, ("review", "content")


def _half_signed(review: Review) -> Iterator[tuple[str, Where]]:
    for name, who, day in _signatures(review):
        if bool(who.strip()) != (day is not None):
            yield (
                f"a signature is a name and a day; '{name}' has only one of them",
                ("review", name),
            )
    both = review.clinician.strip().casefold(), review.lived_experience.strip().casefold()
    if both[0] and both[0] == both[1]:
        says = "one person cannot sign as clinician and as person with lived experience"
        yield says, ("review", "lived_experience")


def _unsigned(review: Review) -> Iterator[str]:
    named = {"clinician": "a clinician", "lived_experience": "a person with lived experience"}
    for name, who, day in _signatures(review):
        if not who.strip() or day is None:
            yield named[name]


def _signatures(review: Review) -> tuple[tuple[str, str, object], ...]:
    return (
        ("clinician", review.clinician, review.clinician_on),
        ("lived_experience", review.lived_experience, review.lived_experience_on),
    )
