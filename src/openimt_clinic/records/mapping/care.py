"""Reading what people who treat wrote; a private note is there for its author alone."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from openimt_clinic.database.asked import Asked, AskedValues, Given
from openimt_clinic.records.care_document import CareDocument, DocumentState
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.user import User

DRAFT, SIGNED = DocumentState.DRAFT.value, DocumentState.SIGNED.value


def visible(user: User | None) -> QuerySet[CareDocument]:
    """All that the user may read where they may read the record; None = nobody in particular."""
    if user is None:
        open_ones = CareDocument.objects.filter(private=False)
        return open_ones.select_related("author", "signed_by")
    return readable(user)


def readable(user: User | Given) -> QuerySet[CareDocument]:
    """As ``visible``, for whoever is given; given nobody, no private one is there."""
    mine = Q(private=False) | Q(private=True, author=user)
    return CareDocument.objects.filter(mine).select_related("author", "signed_by")


def written_about(
    patient: Patient, kinds: Iterable[str], user: User | None = None
) -> QuerySet[CareDocument]:
    """Of these kinds, the newest day first, without what was put aside."""
    put_aside = Q(state=DocumentState.PUT_ASIDE.value)
    return visible(user).filter(patient=patient, kind__in=list(kinds)).exclude(put_aside)


def newest(patient: Patient, kind: str, user: User | None = None) -> CareDocument | None:
    """The signed version that holds: of the thing whose day is the latest, the last version."""
    author = user.pk if user else None
    return NEWEST.first(patient=patient.pk, kind=kind, since=date.min, user=author)


def signed_ones(
    patient: Patient, kind: str, since: date = date.min, user: User | None = None
) -> list[CareDocument]:
    """What holds: of each thing its last signed version, the newest day first."""
    author = user.pk if user else None
    return HOLDS.all(patient=patient.pk, kind=kind, since=since, user=author)


def _holds() -> QuerySet[CareDocument]:
    of, kind = Given("patient"), Given("kind")
    later = CareDocument.objects.filter(patient=of, kind=kind, state=SIGNED)
    last = later.order_by("line", "-number").distinct("line").values("pk")
    return readable(Given("user")).filter(
        patient=of, kind=kind, state=SIGNED, about__gte=Given("since"), pk__in=last
    )


HOLDS = Asked(_holds)
NEWEST = Asked(lambda: _holds().order_by("-about", "-made_at", "-number")[:1])


def _of_kinds() -> QuerySet[CareDocument]:
    rows = readable(Given("user")).filter(patient=Given("patient"), kind__among=Given("kinds"))
    return rows.exclude(state=DocumentState.PUT_ASIDE.value)


STATES = AskedValues(lambda: _of_kinds().order_by().values_list("state"))
CHANGED = Asked(lambda: _of_kinds().order_by("-changed_at")[:1])
DRAFTED = Asked(
    lambda: readable(Given("user")).filter(
        patient=Given("patient"), kind=Given("kind"), state=DRAFT
    )[:1]
)


def states_of(patient: Patient, kinds: Iterable[str], user: User) -> list[str]:
    """The state of each document of these kinds, without what was put aside."""
    return STATES.flat(patient=patient.pk, kinds=list(kinds), user=user.pk)


def last_changed(patient: Patient, kinds: Iterable[str], user: User) -> CareDocument | None:
    """The one of these kinds that was written in last."""
    return CHANGED.first(patient=patient.pk, kinds=list(kinds), user=user.pk)


def draft_of(patient: Patient, kind: str, user: User | None = None) -> CareDocument | None:
    """The newest draft of a kind."""
    return DRAFTED.first(patient=patient.pk, kind=kind, user=user.pk if user else None)
