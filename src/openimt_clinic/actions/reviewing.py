"""Signatures under modules: a clinician and a person with lived experience, each by name."""

from datetime import date

from django.utils import timezone

from openimt.errors import RecordError
from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.actions.sent_again import in_turn
from openimt_clinic.audit.log import record
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.catalogues import current_ground
from openimt_clinic.records.mapping.reviews import review_of
from openimt_clinic.records.module_signature import ModuleSignature, SignedAs
from openimt_clinic.records.user import User


@action
def sign_module(
    *,
    clinic: Clinic,
    module: str,
    content: str,
    signed_as: SignedAs,
    signer: str,
    on: date,
    by: User,
) -> ModuleSignature:
    """Writes down that a named person read the module as it is and stands behind it.

    ``content``: the hash of what they read. Raises RecordError when the module is another one by
    now, when that side has signed already, or when one person would sign for both.
    """
    require_in(by, Permission.AUTHOR_CATALOGUE, clinic)
    signer = said(signer, field="signer", remedy="Write the name of who read it and agrees.")
    in_turn(clinic)
    ground = current_ground(clinic)
    if module not in ground.catalogue.modules:
        raise RecordError(f"there is no module '{module}'", field="module")
    review = review_of(clinic, ground, module)
    if review.content != content:
        raise RecordError("The module was edited since this page was opened; read it again.")
    if signed_as not in review.waits_for:
        raise RecordError("This side has signed the module as it is.", field="signed_as")
    same = [one for one in review.signatures if one.current and _same(one.signer, signer)]
    if same:
        raise RecordError("has signed for the other side; two people sign.", field="signer")
    kept = ModuleSignature.objects.create(
        clinic=clinic,
        module=module,
        content=content,
        catalogue=ground.catalogue.version,
        signed_as=signed_as.value,
        signer=signer,
        on=on,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    record(
        "module.signed", by=by, clinic=clinic, module=module, content=content,
        signed_as=signed_as.value,
    )  # fmt: skip
    return kept


@action
def take_back_signature(*, signature: ModuleSignature, by: User) -> ModuleSignature:
    """The signature no longer counts; that it was there stays in the record."""
    require_in(by, Permission.AUTHOR_CATALOGUE, signature.clinic)
    if signature.taken_back_at is not None:
        raise RecordError("This signature was taken back already.")
    signature.taken_back_by, signature.taken_back_at = by, timezone.now()
    signature.save(update_fields=["taken_back_by", "taken_back_at"])
    record(
        "module.unsigned", by=by, clinic=signature.clinic, module=signature.module,
        content=signature.content, signed_as=signature.signed_as,
    )  # fmt: skip
    return signature


def _same(first: str, second: str) -> bool:
    return first.casefold().split() == second.casefold().split()
