"""The clinic's own numbers for when an earlier course counts as one that did not help."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from openimt.errors import RecordError
from openimt.trial.eligibility.own_numbers import Number, differing
from openimt_clinic.access.care import require_in
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action, said
from openimt_clinic.audit.log import record
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.mapping.prior_treatments import definition
from openimt_clinic.records.nonresponse_rule import NonResponseRule
from openimt_clinic.records.user import User


@action
def set_nonresponse(
    *, clinic: Clinic, numbers: Mapping[str, Number], reason: str, by: User, seen: str = ""
) -> NonResponseRule:
    """These numbers hold from now on; those of the packaged definition are kept as nothing, so that
    all of them the same is the way back to it. ``seen``: the id of the rule the page showed.

    Raises TrialError for a number that cannot be meant.
    """
    require_in(by, Permission.RUN_CLINIC, clinic)
    Clinic.objects.select_for_update(of=("self",)).get(pk=clinic.pk)
    changed = differing(definition(), numbers)
    last = NonResponseRule.objects.filter(clinic=clinic).first()
    if str(last.pk if last else "") != seen:
        raise RecordError(_("Somebody changed this since the page was opened. Look at it again."))
    if changed == (last.numbers if last else {}):
        raise RecordError(_("These are the numbers that hold now; nothing is changed."))
    kept = NonResponseRule.objects.create(
        clinic=clinic,
        numbers=changed,
        reason=said(reason, field="reason", remedy=_("Write why; it stays with the change.")),
        by=by,
        made_at=timezone.now(),
    )
    record("nonresponse.set", by=by, clinic=clinic, rule=kept.pk, changed=len(changed))
    return kept
