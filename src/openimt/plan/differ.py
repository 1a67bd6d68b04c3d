"""What two plans for the same person do differently, module by module."""

from openimt.catalogue.catalogue import Catalogue
from openimt.plan.plan import Change, Plan
from openimt.plan.replan import compare, standing_weeks


def differences(before: Plan, after: Plan, catalogue: Catalogue) -> tuple[Change, ...]:
    """What ``after`` does differently from ``before``; empty when nothing worth a word differs.

    The weeks between the two days are taken into account: a module that was due in week 6 of a
    plan four weeks old is expected in week 2.
    """
    return compare(after, standing_weeks(before, after.on, catalogue), catalogue)
